import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs'
import IconCheckbox from '@tabler/icons-react/dist/esm/icons/IconCheckbox.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import IconTools from '@tabler/icons-react/dist/esm/icons/IconTools.mjs'
import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useCounts, useMeta } from '../api/hooks'
import { useWaiting } from '../decide/pending'
import { useTranslation } from '../i18n'
import { TypeIcon } from '../icons/Icon'
import { shownCount } from '../lib/count'
import { Avatar } from '../parts'
import { Logo } from './Logo'
import classes from './shell.module.css'

const AccountMenu = lazy(() => import('./AccountMenu'))

/** The side menu: my day, my inbox, then the groups of the configuration with what is open in each. */
export function Nav() {
  const { t } = useTranslation()
  const { product, menu, me, registers, types } = useMeta()
  const counts = useCounts().data
  const waiting = useWaiting()
  return (
    <nav className={classes.nav} aria-label={t('shell.menu')}>
      <Link to="/" className={classes.brand} title={product.name}>
        <Logo />
        <span>{product.company || product.name || t('common.product')}</span>
      </Link>
      <div className={classes.groups}>
        <ul className={classes.links}>
          <Item to="/" icon={<IconSun size={17} stroke={1.7} />} title={t('shell.day')} exact />
          <Item to="/inbox" icon={<IconCheckbox size={17} stroke={1.7} />} title={t('shell.inbox')} badge={waiting} />
          {types.some(type => type.metrics) && (
            <Item to="/summary" icon={<TypeIcon name="chart" size={17} />} title={t('shell.summary')} />
          )}
        </ul>
        {menu.map(group => (
          <section key={group.key} aria-labelledby={`menu-${group.key}`}>
            <h2 className={classes.group} id={`menu-${group.key}`}>
              {group.title}
            </h2>
            <ul className={classes.links}>
              {group.items.map(item => (
                <Item
                  key={item.type}
                  to={`/t/${item.type}`}
                  icon={<TypeIcon name={item.icon} size={17} />}
                  title={item.title}
                  count={counts?.open[item.type] ?? item.open ?? undefined}
                />
              ))}
            </ul>
          </section>
        ))}
        {registers.length > 0 && (
          <section aria-labelledby="menu-registers">
            <h2 className={classes.group} id="menu-registers">
              {t('shell.registers')}
            </h2>
            <ul className={classes.links}>
              {registers.map(register => (
                <Item
                  key={register.slug}
                  to={`/registers/${register.slug}`}
                  icon={<TypeIcon name="chart" size={17} />}
                  title={register.title}
                />
              ))}
            </ul>
          </section>
        )}
      </div>
      {(me.settings || me.design) && (
        <ul className={`${classes.links} ${classes.rights}`}>
          {me.settings && (
            <Item to="/settings" icon={<IconAdjustments size={17} stroke={1.7} />} title={t('shell.settings')} />
          )}
          {me.design && <Item to="/studio" icon={<IconTools size={17} stroke={1.7} />} title={t('shell.studio')} />}
        </ul>
      )}
      <Account />
    </nav>
  )
}

interface ItemProps {
  to: string
  icon: ReactNode
  title: string
  badge?: number
  count?: number
  exact?: boolean
}

function Item({ to, icon, title, badge, count, exact = false }: ItemProps) {
  return (
    <li>
      <Link to={to} className={classes.link} activeOptions={{ exact, includeSearch: false }} title={title}>
        {icon}
        <span className={classes.label}>{title}</span>
        {badge ? <span className={classes.badge}>{shownCount(badge)}</span> : null}
        {count ? <span className={classes.count}>{shownCount(count)}</span> : null}
      </Link>
    </li>
  )
}

function Account() {
  const { t } = useTranslation()
  const { me } = useMeta()
  const [opened, setOpened] = useState(false)
  const place = [me.position, me.unit].filter(Boolean).join(' · ')
  return (
    <div className={classes.account}>
      <button
        type="button"
        className={classes.me}
        title={t('shell.account')}
        aria-haspopup="menu"
        aria-expanded={opened}
        onClick={() => setOpened(true)}
      >
        <Avatar name={me.name} id={me.id} size={26} />
        <span>
          <b>{me.name}</b>
          {place && <small>{place}</small>}
        </span>
      </button>
      <Suspense>{opened && <AccountMenu onClose={() => setOpened(false)} />}</Suspense>
    </div>
  )
}
