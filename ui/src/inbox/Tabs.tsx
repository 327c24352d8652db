import type { InboxTab } from '../api/hooks'
import { useWaiting } from '../decide/pending'
import { useTranslation } from '../i18n'
import { shownCount } from '../lib/count'
import classes from './inbox.module.css'

interface Props {
  tabs: readonly InboxTab[]
  tab: InboxTab
  count: number | undefined
  onTab: (tab: InboxTab) => void
}

export function Tabs({ tabs, tab, onTab }: Props) {
  const { t } = useTranslation()
  const waiting = useWaiting()
  return (
    <div className={classes.tabs} role="tablist" aria-label={t('inbox.title')}>
      {tabs.map(key => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === tab}
          className={classes.tab}
          onClick={() => onTab(key)}
        >
          {t(`inbox.${key}`)} {key === 'todo' && waiting ? <small>{shownCount(waiting)}</small> : null}
        </button>
      ))}
    </div>
  )
}
