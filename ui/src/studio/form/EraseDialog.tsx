import { Button, Group, Modal } from '@mantine/core'
import { useTranslation } from '../../i18n'
import { useEdit } from '../shell/context'
import { useDesigner } from './designer'
import { deleteField } from './everywhere'
import css from './form.module.css'
import { properties } from './shape'
import { UseList } from './Uses'
import { useUses } from './useUses'

/** Before a field that may hold data goes for good: what goes with it, and which expressions would be left without it. */
export function EraseDialog({ field, onClose }: { field: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { type, form, base, inForce, takeOff } = useDesigner()
  const edit = useEdit(type.file)
  const uses = useUses(field)
  const left = (uses.data?.uses ?? []).filter(u => !['declaration', 'translation', 'name'].includes(u.what))
  const title = form.fields.get(field)?.title ?? field
  const inherited = field in properties(base)
  return (
    <Modal opened onClose={onClose} title={t('studioForm.eraseAsk', { title })} size="md">
      <p className={css.dialogText}>
        {inherited
          ? t('studioForm.eraseInherited')
          : t(inForce(field) ? 'studioForm.eraseData' : 'studioForm.eraseFresh')}
      </p>
      {left.length > 0 && (
        <>
          <p className={css.dialogText}>{t('studioForm.eraseLeft', { count: left.length })}</p>
          <UseList uses={left.slice(0, 6)} />
        </>
      )}
      <Group mt="md">
        <Button
          onClick={() => {
            edit(text => deleteField(text, field, inherited), `erase ${field}`)
            onClose()
          }}
        >
          {t('studioForm.eraseYes')}
        </Button>
        {!form.off.includes(field) && (
          <Button
            variant="default"
            onClick={() => {
              takeOff(field)
              onClose()
            }}
          >
            {t('studioForm.takeOffInstead')}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Modal>
  )
}
