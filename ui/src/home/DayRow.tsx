import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InboxItem, Refs } from '../api/types'
import { RowClock } from '../clock/RowClock'
import { useTranslation } from '../i18n'
import { waitsFor } from '../inbox/waits'
import { nameBeside } from '../lib/name'
import { usePhone } from '../lib/screen'
import { Deadline, Keycap, MoneyText } from '../parts'
import classes from './home.module.css'

interface Props {
  item: InboxItem
  refs: Refs
  current: boolean
  onAct: () => void
  onCurrent: () => void
}

/** One thing to do. Its button is the verb; the title leads to the card. */
export function DayRow({ item, refs, current, onAct, onCurrent }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const author = item.author ? refs[item.author]?.title : ''
  const verb = item.action?.title ?? ''
  const name = nameBeside(item.number, item.title)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: J and K move the current row
    <li className={classes.row} data-id={item.id} data-current={current || undefined} onClick={onCurrent}>
      <div className={classes.what}>
        <Link to="/t/$slug/$id" params={{ slug: item.type, id: item.id }} search={{}} className={classes.title}>
          {name}
        </Link>
        <span className={classes.from}>
          {[item.number, author, item.waits && waitsFor(item.waits, t)].filter(Boolean).join(' · ')}
        </span>
      </div>
      <span className={classes.sum}>
        {item.amount && <MoneyText value={item.amount} currency={item.currency ?? ''} short />}
      </span>
      <span className={classes.due}>
        {item.deadline ? <Deadline value={item.deadline} /> : <RowClock clock={item.clock} />}
      </span>
      <span className={classes.act}>
        {verb ? (
          (!phone || current) && (
            <Button
              data-verb
              fullWidth={phone}
              size={phone ? 'md' : 'sm'}
              variant={current ? 'filled' : 'default'}
              aria-label={`${verb}: ${name}`}
              onClick={onAct}
              rightSection={current && !phone ? <Keycap on="fill">↵</Keycap> : undefined}
            >
              {verb}
            </Button>
          )
        ) : (
          <Button
            component={Link}
            to={`/t/${item.type}/${item.id}`}
            variant="default"
            aria-label={`${t('common.open')}: ${name}`}
            display={phone && !current ? 'none' : undefined}
            fullWidth={phone}
          >
            {t('common.open')}
          </Button>
        )}
      </span>
    </li>
  )
}
