import { Button, Checkbox } from '@mantine/core'
import { useTranslation } from '../i18n'
import { columnFields } from './columns'
import classes from './list.module.css'
import type { ColumnsProps } from './Tools'

/** All fields that a list can show; those that the program keeps come last. */
export default function ColumnPicker({ type, columns, changed, onChange }: ColumnsProps) {
  const { t } = useTranslation()
  const fields = columnFields(type)
  const own = fields.filter(f => !f.engine)
  const kept = fields.filter(f => f.engine)
  const item = (f: (typeof fields)[number]) => (
    <Checkbox
      key={f.key}
      size="xs"
      className={classes.editorItem}
      value={f.key}
      label={f.title}
      disabled={f.key === type.titleField}
    />
  )
  return (
    <div className={classes.editor}>
      <Checkbox.Group value={columns} onChange={onChange} aria-label={t('list.columns')}>
        <div className={classes.editorList}>
          {own.map(item)}
          {kept.length > 0 && <p className={classes.editorGroup}>{t('list.serviceFields')}</p>}
          {kept.map(item)}
        </div>
      </Checkbox.Group>
      {changed && (
        <Button variant="subtle" size="xs" onClick={() => onChange(undefined)}>
          {t('list.columnsReset')}
        </Button>
      )}
    </div>
  )
}
