import { Button, Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FieldMeta, Refs, Row, TypeMeta } from '../api/types'
import { saysNothing } from '../fields/cell'
import { useTranslation } from '../i18n'
import { Cell } from './Cell'
import { columnFields, stateField } from './columns'
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
  const filled = columnFields(type).filter(f => f.key !== type.titleField && !saysNothing(row.values[f.key]))
  // What happened to it by itself comes after what people wrote; the state is looked for first.
  const rank = (f: FieldMeta) => (f.key === stateField ? 0 : f.engine ? 2 : 1)
  const facts = [...filled].sort((x, y) => rank(x) - rank(y))
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
        {facts.map(field => (
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
