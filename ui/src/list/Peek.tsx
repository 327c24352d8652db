import { Button, Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Refs, Row, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { Cell } from './Cell'
import { columnFields } from './columns'
import classes from './peek.module.css'

interface Props {
  type: TypeMeta
  row: Row
  refs: Refs
  onClose: () => void
}

/** The filled cells of a row, without leaving the list. */
export default function Peek({ type, row, refs, onClose }: Props) {
  const { t } = useTranslation()
  const filled = columnFields(type).filter(f => {
    const value = row.values[f.key]
    return (
      f.key !== type.titleField &&
      value !== null &&
      value !== undefined &&
      value !== '' &&
      value !== false &&
      !(Array.isArray(value) && value.length === 0)
    )
  })
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={String(row.values[type.titleField] ?? '')}
      overlayProps={{ backgroundOpacity: 0.1 }}
    >
      <dl className={classes.facts}>
        {filled.map(field => (
          <div key={field.key} className={classes.fact}>
            <dt>{field.title}</dt>
            <dd>
              <Cell field={field} row={row} type={type} refs={refs} />
            </dd>
          </div>
        ))}
      </dl>
      <Button component={Link} to={`/t/${type.slug}/${row.id}`} variant="default">
        {t('common.open')}
      </Button>
    </Drawer>
  )
}
