import { useMeta } from '../api/hooks'
import type { InboxItem, Refs } from '../api/types'
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
}

/** Two lines a thing: what and by when, from whom and how much. */
export function InboxList({ items, refs, current, onPick }: Props) {
  const { types } = useMeta()
  const { t } = useTranslation()
  return (
    <ul className={classes.list}>
      {items.map(item => {
        const author = item.author ? refs[item.author] : undefined
        const kind = types.find(x => x.slug === item.type)?.title
        return (
          <li key={`${item.type}/${item.id}`}>
            <button
              type="button"
              className={classes.item}
              aria-current={item === current || undefined}
              onClick={() => onPick(item)}
            >
              <span className={classes.title}>{nameBeside(item.number, item.title)}</span>
              <span className={classes.due}>{item.deadline && <Deadline value={item.deadline} short />}</span>
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
