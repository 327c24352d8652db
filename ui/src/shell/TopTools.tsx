import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useNotices } from '../api/hooks'
import { useTranslation } from '../i18n'
import { Keycap } from '../parts'
import { showDialog } from './dialogs'
import classes from './page.module.css'

/** Search and bell, at the right of every screen. */
export function TopTools() {
  const { t } = useTranslation()
  const unread = useNotices().data?.pages[0]?.unread ?? 0
  return (
    <div className={classes.tools}>
      <button
        type="button"
        className={classes.search}
        onClick={() => showDialog('search')}
        aria-keyshortcuts="Control+K"
        title={t('shell.search')}
      >
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span>{t('shell.search')}</span>
        <span className={classes.keys}>
          <Keycap>Ctrl</Keycap>
          <Keycap>K</Keycap>
        </span>
      </button>
      <button
        type="button"
        className={classes.bell}
        onClick={() => showDialog('notices')}
        aria-label={unread ? t('shell.noticesUnread', { count: unread }) : t('shell.notices')}
      >
        <IconBell size={19} stroke={1.7} aria-hidden />
        {unread > 0 && <span className={classes.dot} />}
      </button>
    </div>
  )
}
