import IconCheckbox from '@tabler/icons-react/dist/esm/icons/IconCheckbox.mjs'
import IconListDetails from '@tabler/icons-react/dist/esm/icons/IconListDetails.mjs'
import IconMenu2 from '@tabler/icons-react/dist/esm/icons/IconMenu2.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import { Link } from '@tanstack/react-router'
import { useWaiting } from '../decide/pending'
import { useTranslation } from '../i18n'
import { shownCount } from '../lib/count'
import { showDialog } from './dialogs'
import classes from './shell.module.css'

/** Phone: the five places within reach of a thumb. */
export function BottomBar() {
  const { t } = useTranslation()
  const waiting = useWaiting()
  return (
    <nav className={classes.bottom} aria-label={t('shell.menu')}>
      <Link to="/" className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
        <IconSun size={22} stroke={1.6} aria-hidden />
        {t('shell.tabDay')}
      </Link>
      <Link to="/inbox" className={classes.tab} activeOptions={{ includeSearch: false }}>
        <IconCheckbox size={22} stroke={1.6} aria-hidden />
        {t('shell.tabInbox')}
        {waiting !== 0 && <span className={classes.tabBadge}>{shownCount(waiting)}</span>}
      </Link>
      <button type="button" className={classes.tab} onClick={() => showDialog('create')}>
        <span className={classes.plus}>
          <IconPlus size={18} aria-hidden />
        </span>
        {t('shell.create')}
      </button>
      <button type="button" className={classes.tab} onClick={() => showDialog('menu')}>
        <IconListDetails size={22} stroke={1.6} aria-hidden />
        {t('shell.tabLists')}
      </button>
      <button type="button" className={classes.tab} onClick={() => showDialog('more')}>
        <IconMenu2 size={22} stroke={1.6} aria-hidden />
        {t('shell.tabMore')}
      </button>
    </nav>
  )
}
