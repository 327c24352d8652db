import { Checkbox } from '@mantine/core'
import { useMeta } from '../api/hooks'
import type { InboxItem, Refs } from '../api/types'
import { RowClock } from '../clock/RowClock'
import { useTranslation } from '../i18n'
import { nameBeside } from '../lib/name'
import { Avatar, Deadline, MoneyText, StatusChip } from '../parts'
import classes from './inbox.module.css'
import { waitsFor } from './waits'

interface Props {
  items: InboxItem[]
  refs: Refs
  current: InboxItem | undefined
  onPick: (item: InboxItem) => void
  /** Ids of what is chosen for one press; null while nothing is being chosen. */
  chosen: ReadonlySet<string> | null
  onChoose: (item: InboxItem) => void
}

/** Two lines a thing: what and by when, from whom and how much. */
export function InboxList({ items, refs, current, onPick, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const { types } = useMeta()
  return (
    <ul className={classes.list}>
      {items.map(item => {
        const author = item.author ? refs[item.author] : undefined
        const kind = types.find(x => x.slug === item.type)?.title
        return (
          <li key={`${item.type}/${item.id}`} className={classes.line} data-choosing={chosen !== null || undefined}>
            {chosen && (
              <Checkbox
                size="md"
                className={classes.check}
                checked={chosen.has(item.id)}
                onChange={() => onChoose(item)}
                aria-label={t('list.selectRow', { title: nameBeside(item.number, item.title) })}
              />
            )}
            <button
              type="button"
              className={classes.item}
              aria-current={item === current || undefined}
              onClick={() => onPick(item)}
            >
              <span className={classes.title}>{nameBeside(item.number, item.title)}</span>
              <span className={classes.due}>
                {item.clock ? (
                  <RowClock clock={item.clock} />
                ) : (
                  item.deadline && <Deadline value={item.deadline} short />
                )}
              </span>
              <span className={classes.from}>
                {author && <Avatar name={author.title} id={author.id} size={18} />}
                <span>{[author?.title, kind].filter(Boolean).join(' · ')}</span>
              </span>
              <span className={classes.sum}>
                {item.amount && <MoneyText value={item.amount} currency={item.currency ?? ''} short />}
              </span>
              <span className={classes.state}>
                <StatusChip phase={item.phase} title={item.statusTitle} />
                {item.waits && <span className={classes.notYet}>{waitsFor(item.waits, t)}</span>}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
