import { Menu } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import IconCheckbox from '@tabler/icons-react/dist/esm/icons/IconCheckbox.mjs'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import type { ReactNode } from 'react'
import { useCounts, useMeta } from '../api/hooks'
import { signOut } from '../api/pb'
import { TypeIcon } from '../icons/Icon'
import { useTranslation } from '../i18n'
import { Avatar } from '../parts'
import { showDialog } from './dialogs'
import { Logo } from './Logo'
import classes from './shell.module.css'

/** The side menu: my day, my inbox, then the groups of the configuration with what is open in each. */
export function Nav() {
  const { t } = useTranslation()
  const { product, menu } = useMeta()
  const counts = useCounts().data
  return (
    <nav className={classes.nav} aria-label={t('shell.menu')}>
      <Link to="/" className={classes.brand} title={product.company}>
        <Logo />
        <span>{product.name || t('common.product')}</span>
      </Link>
      <div className={classes.groups}>
        <ul className={classes.links}>
          <Item to="/" icon={<IconSun size={17} stroke={1.7} />} title={t('shell.day')} exact />
          <Item
            to="/inbox"
            icon={<IconCheckbox size={17} stroke={1.7} />}
            title={t('shell.inbox')}
            badge={counts?.inbox}
          />
        </ul>
        {menu.map((group) => (
          <section key={group.key} aria-labelledby={`menu-${group.key}`}>
            <h2 className={classes.group} id={`menu-${group.key}`}>
              {group.title}
            </h2>
            <ul className={classes.links}>
              {group.items.map((item) => (
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
      </div>
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
        {badge ? <span className={classes.badge}>{badge}</span> : null}
        {count ? <span className={classes.count}>{count}</span> : null}
      </Link>
    </li>
  )
}

function Account() {
  const { t } = useTranslation()
  const { me } = useMeta()
  const navigate = useNavigate()
  const place = [me.position, me.unit].filter(Boolean).join(' · ')
  return (
    <Menu position="top-start" width={196} shadow="md">
      <Menu.Target>
        <button type="button" className={classes.me} aria-label={`${t('shell.account')}: ${me.name}`}>
          <Avatar name={me.name} id={me.id} size={26} />
          <span>
            <b>{me.name}</b>
            {place && <small>{place}</small>}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => navigate({ to: '/profile' })}>
          {t('shell.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => showDialog('keys')}>
          {t('shell.keys')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
