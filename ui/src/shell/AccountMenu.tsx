import { Menu } from '@mantine/core'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconMailX from '@tabler/icons-react/dist/esm/icons/IconMailX.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { useNavigate } from '@tanstack/react-router'
import { useMeta } from '../api/hooks'
import { signOut } from '../api/pb'
import { useTranslation } from '../i18n'
import { showDialog } from './dialogs'
import classes from './shell.module.css'

/** Opens over the person at the foot of the menu. */
export default function AccountMenu({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { me } = useMeta()
  return (
    <Menu opened onClose={onClose} position="top-start" width={196} shadow="md" withinPortal={false}>
      <Menu.Target>
        <button type="button" className={classes.anchor} tabIndex={-1} aria-label={t('shell.account')} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => navigate({ to: '/profile' })}>
          {t('shell.profile')}
        </Menu.Item>
        {me.design && !me.design_packs && (
          <Menu.Item leftSection={<IconMailX size={16} />} onClick={() => navigate({ to: '/outbox' })}>
            {t('shell.outbox')}
          </Menu.Item>
        )}
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
