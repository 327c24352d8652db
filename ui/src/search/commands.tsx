import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs'
import IconCheckbox from '@tabler/icons-react/dist/esm/icons/IconCheckbox.mjs'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMeta } from '../api/hooks'
import { signOut } from '../api/pb'
import { useTranslation } from '../i18n'
import { TypeIcon } from '../icons/Icon'
import { creatable } from '../shell/creatable'
import { showDialog } from '../shell/dialogs'

export interface Command {
  id: string
  title: string
  icon: ReactNode
  run: () => void
}

/** Commands whose title has every word that was typed. */
export function matching<T extends { title: string }>(commands: T[], query: string): T[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return commands.filter(c => words.every(w => c.title.toLocaleLowerCase().includes(w)))
}

const size = 18

/** Where one can go and what one can do from anywhere. */
export function useCommands(): { pages: Command[]; actions: Command[] } {
  const { t } = useTranslation()
  const meta = useMeta()
  const { menu, me } = meta
  const navigate = useNavigate()
  const pages: Command[] = [
    { id: 'day', title: t('shell.day'), icon: <IconSun size={size} />, run: () => navigate({ to: '/' }) },
    {
      id: 'inbox',
      title: t('shell.inbox'),
      icon: <IconCheckbox size={size} />,
      run: () => navigate({ to: '/inbox', search: {} }),
    },
    ...menu.flatMap(group =>
      group.items.map(item => ({
        id: `list-${item.type}`,
        title: item.title,
        icon: <TypeIcon name={item.icon} size={size} />,
        run: () => navigate({ to: '/t/$slug', params: { slug: item.type }, search: {} }),
      })),
    ),
    ...(me.settings
      ? [
          {
            id: 'settings',
            title: t('shell.settings'),
            icon: <IconAdjustments size={size} />,
            run: () => navigate({ to: '/settings' }),
          },
        ]
      : []),
    {
      id: 'profile',
      title: t('shell.profile'),
      icon: <IconUser size={size} />,
      run: () => navigate({ to: '/profile' }),
    },
  ]
  const actions: Command[] = [
    ...creatable(meta)
      .flatMap(group => group.types)
      .map(type => ({
        id: `new-${type.slug}`,
        title: t('search.createOne', { title: type.title }),
        icon: <IconPlus size={size} />,
        run: () => navigate({ to: '/t/$slug/new', params: { slug: type.slug }, search: {} }),
      })),
    // The palette closes itself first: the next dialog opens after it.
    {
      id: 'keys',
      title: t('shell.keys'),
      icon: <IconKeyboard size={size} />,
      run: () => setTimeout(() => showDialog('keys')),
    },
    { id: 'out', title: t('shell.signOut'), icon: <IconLogout size={size} />, run: () => signOut() },
  ]
  return { pages, actions }
}
