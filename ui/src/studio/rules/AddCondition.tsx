import { ActionIcon, Menu } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import { transitionsOf } from '../doc/names'
import css from './rules.module.css'

interface Props {
  type: TypeFile
  onRule: () => void
  onGuard: (transition: string) => void
}

/** A new rule of the record, or a new condition of one of its transitions. */
export function AddCondition({ type, onRule, onGuard }: Props) {
  const { t } = useTranslation()
  const transitions = transitionsOf(type)
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon aria-label={t('studioRules.list.add')} title={t('studioRules.list.add')}>
          <IconPlus size={16} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={css.menu}>
        <Menu.Item onClick={onRule}>{t('studioRules.list.addRule')}</Menu.Item>
        {transitions.length > 0 && <Menu.Label>{t('studioRules.list.addGuard')}</Menu.Label>}
        {transitions.map(one => (
          <Menu.Item key={one.value} onClick={() => onGuard(one.value)}>
            {one.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
