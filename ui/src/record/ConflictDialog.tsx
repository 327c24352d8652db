import { Button, Group, Modal, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import '@mantine/core/styles/SegmentedControl.layer.css'
import type { Card, FieldMeta, Values } from '../api/types'
import { Icon } from '../fields/Icon'
import { kindOf } from '../fields/registry'
import type { Clash, Merge } from './conflict'
import css from './record.module.css'

interface Props {
  merge: Merge
  fields: FieldMeta[]
  card: Card
  who?: string
  onSettle: (keep: ReadonlySet<string>) => void
  onClose: () => void
}

/** Two people changed one field: was, theirs, mine, and a choice for each. Nothing is lost until it is made. */
export function ConflictDialog({ merge, fields, card, who, onSettle, onClose }: Props) {
  const { t } = useTranslation()
  const [keep, setKeep] = useState<ReadonlySet<string>>(new Set())
  const one = merge.clashes.length === 1
  const choose = (field: string, mine: boolean) =>
    setKeep(old => new Set(mine ? [...old, field] : [...old].filter(key => key !== field)))
  const all = new Set(merge.clashes.map(clash => clash.field))
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={
        <span className={css.clashTitle}>
          <Icon name="merge" size={18} />
          {who ? t('record.conflictBy', { name: who }) : t('record.conflictTitle')}
        </span>
      }
    >
      {merge.clashes.map(clash => (
        <section key={clash.field} className={css.clash}>
          <Three clash={clash} field={fields.find(field => field.key === clash.field)} card={card} />
          {!one && (
            <SegmentedControl
              size="xs"
              value={keep.has(clash.field) ? 'mine' : 'theirs'}
              onChange={side => choose(clash.field, side === 'mine')}
              data={[
                { value: 'theirs', label: t('record.conflictTake') },
                { value: 'mine', label: t('record.conflictKeep') },
              ]}
            />
          )}
        </section>
      ))}
      {Object.keys(merge.send).length > 0 && <p className={css.quiet}>{t('record.conflictRest')}</p>}
      <Group gap="sm" mt="lg">
        {one ? (
          <>
            <Button onClick={() => onSettle(new Set())}>{t('record.conflictTake')}</Button>
            <Button variant="default" onClick={() => onSettle(all)}>
              {t('record.conflictKeep')}
            </Button>
          </>
        ) : (
          <Button onClick={() => onSettle(keep)}>{t('common.save')}</Button>
        )}
      </Group>
    </Modal>
  )
}

function Three({ clash, field, card }: { clash: Clash; field: FieldMeta | undefined; card: Card }) {
  const { t } = useTranslation()
  if (!field) return null
  const { View } = kindOf(field)
  const rows = [
    ['base', t('record.conflictBase'), clash.base],
    ['theirs', t('record.conflictTheirs'), clash.theirs],
    ['mine', t('record.conflictMine'), clash.mine],
  ] as const
  return (
    <>
      <h3 className={css.clashField}>{field.title}</h3>
      <dl className={css.three}>
        {rows.map(([key, title, cell]) => (
          <div key={key} data-side={key}>
            <dt>{title}</dt>
            <dd>
              <View field={field} value={cell} refs={card.refs} values={card.row.values as Values} inline />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
