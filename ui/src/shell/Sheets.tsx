import { Drawer } from '@mantine/core'
import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMeta } from '../api/hooks'
import { signOut } from '../api/pb'
import { useTranslation } from '../i18n'
import { TypeIcon } from '../icons/Icon'
import { closeDialog, type ShellDialog, showDialog } from './dialogs'
import classes from './shell.module.css'

/** Phone: what does not fit into the bottom bar. */
export default function Sheets({ dialog }: { dialog: ShellDialog }) {
  const { t } = useTranslation()
  return (
    <>
      <Sheet opened={dialog === 'menu'} title={t('shell.tabLists')}>
        <Lists />
      </Sheet>
      <Sheet opened={dialog === 'more'} title={t('shell.tabMore')}>
        <More />
      </Sheet>
    </>
  )
}

function Sheet({ opened, title, children }: { opened: boolean; title: string; children: ReactNode }) {
  return (
    <Drawer
      opened={opened}
      onClose={closeDialog}
      position="bottom"
      size="auto"
      title={title}
      padding={0}
      classNames={{ content: 'k-sheet' }}
    >
      {children}
    </Drawer>
  )
}

function Lists() {
  const { t } = useTranslation()
  const { menu, types } = useMeta()
  const navigate = useNavigate()
  return (
    <>
      {types.some(type => type.metrics) && (
        <MenuItem icon={<TypeIcon name="chart" size={20} />} onClick={() => navigate({ to: '/summary', search: {} })}>
          {t('shell.summary')}
        </MenuItem>
      )}
      {menu.map(group => (
        <section key={group.key}>
          <h3 className={classes.menuGroup}>{group.title}</h3>
          {group.items.map(item => (
            <MenuItem
              key={item.type}
              icon={<TypeIcon name={item.icon} size={20} />}
              onClick={() => navigate({ to: '/t/$slug', params: { slug: item.type }, search: {} })}
            >
              {item.title}
            </MenuItem>
          ))}
        </section>
      ))}
    </>
  )
}

function More() {
  const { t } = useTranslation()
  const { me } = useMeta()
  const navigate = useNavigate()
  return (
    <>
      <MenuItem icon={<IconSearch size={20} />} onClick={() => showDialog('search')}>
        {t('shell.search')}
      </MenuItem>
      <MenuItem icon={<IconBell size={20} />} onClick={() => showDialog('notices')}>
        {t('shell.notices')}
      </MenuItem>
      <MenuItem icon={<IconUser size={20} />} onClick={() => navigate({ to: '/profile' })}>
        {t('shell.profile')}
      </MenuItem>
      {me.settings && (
        <MenuItem icon={<IconAdjustments size={20} />} onClick={() => navigate({ to: '/settings' })}>
          {t('shell.settings')}
        </MenuItem>
      )}
      <MenuItem icon={<IconLogout size={20} />} onClick={() => signOut()}>
        {t('shell.signOut')}
      </MenuItem>
    </>
  )
}

function MenuItem({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className={classes.menuItem}
      onClick={() => {
        closeDialog()
        onClick()
      }}
    >
      {icon}
      {children}
    </button>
  )
}
