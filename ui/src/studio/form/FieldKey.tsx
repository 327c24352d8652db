import { Popover, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { KeyInput } from '../panel/nested'
import { useDesigner } from './designer'
import css from './form.module.css'
import type { FieldShape } from './shape'
import { useRenameField } from './useRenameField'

/** The key by which expressions name the field, and the way to another one. */
export function FieldKey({ field }: { field: FieldShape }) {
  const { t } = useTranslation()
  const { inForce, form, choose } = useDesigner()
  const rename = useRenameField()
  const [open, setOpen] = useState(false)
  const [error, setError] = useState<string | null>(null)
  if (field.inherited) return <code>{field.key}</code>
  const take = async (key: string) => {
    setError(null)
    if (form.fields.has(key)) return setError(t('studio.overview.keyTaken'))
    if (!/^[a-z][a-z0-9_]*$/.test(key)) return setError(t('studio.overview.keyShape'))
    try {
      await rename(field.key, key)
      setOpen(false)
      choose('field', key)
    } catch (failed) {
      setError(errorText(failed, t))
    }
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withinPortal width={280} trapFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className={css.keyButton} onClick={() => setOpen(o => !o)} title={t('studioForm.key.change')}>
          <code>{field.key}</code>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <KeyInput name={field.key} onRename={key => void take(key)} labelled />
        {error && (
          <p className={css.wrong} role="alert">
            {error}
          </p>
        )}
        <p className={css.note}>{t(inForce(field.key) ? 'studioForm.key.kept' : 'studioForm.key.fresh')}</p>
      </Popover.Dropdown>
    </Popover>
  )
}
