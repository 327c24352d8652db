import { Switch } from '@mantine/core'
import { useTranslation } from '../../i18n'
import { names, object } from '../doc/config'
import { useDesigner } from './designer'
import css from './form.module.css'
import type { FieldShape } from './shape'

/** Without this field no record is saved. What a base demands stays demanded. */
export function RequiredSwitch({ field }: { field: FieldShape }) {
  const { t } = useTranslation()
  const { base, require } = useDesigner()
  const byBase = names(object(base.data).required).includes(field.key)
  return (
    <div>
      <Switch
        label={t('studioForm.required')}
        checked={field.required}
        disabled={byBase}
        onChange={e => require(field.key, e.currentTarget.checked)}
      />
      <p className={css.note}>{t(byBase ? 'studioForm.requiredByBase' : 'studioForm.requiredNote')}</p>
    </div>
  )
}
