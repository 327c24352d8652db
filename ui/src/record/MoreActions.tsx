import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Action } from '../api/types'
import { Icon } from '../fields/Icon'
import { Keycap } from '../parts'
import { type Digit, digitOf, titleOf } from './actions'
import css from './record.module.css'

interface Props {
  actions: Action[]
  keys: Partial<Record<Digit, Action>>
  size: string
  caps: boolean
  onRun: (action: Action) => void
}

/** Behind ⋯: what did not fit, what cannot be taken back, and what may not be done with its reason. */
export function MoreActions({ actions, keys, size, caps, onRun }: Props) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" width={300} transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <Button variant="default" size={size} px={12} aria-label={t('record.more')}>
          <Icon name="dots" size={18} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(action => {
          const digit = digitOf(keys, action)
          return action.allowed ? (
            <Menu.Item
              key={action.key}
              onClick={() => onRun(action)}
              rightSection={caps && digit ? <Keycap>{digit}</Keycap> : undefined}
            >
              {titleOf(action)}
            </Menu.Item>
          ) : (
            <Menu.Item
              key={action.key}
              leftSection={<Icon name="lock" />}
              closeMenuOnClick={false}
              aria-disabled
              className={css.lockedItem}
            >
              {action.title}
              <span className={css.lockedWhy}>{action.why?.failed[0]?.text}</span>
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
