import { ActionIcon, Menu } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { RemoveRule } from './RemoveRule'
import { RenameRule } from './RenameRule'

export interface ToolProps {
  pack: string
  rule: { key: string; file: string; cases: string }
  taken: string[]
  onOpen: (file: string) => void
}

/** What may be done with a rule as a whole. */
export function RuleTools(props: ToolProps) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null)
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon aria-label={t('studioRules.named.tools', { name: props.rule.key })}>
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDoing('rename')}>{t('studioRules.named.rename')}</Menu.Item>
          <Menu.Item color="red" onClick={() => setDoing('remove')}>
            {t('studioRules.named.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {doing === 'rename' && <RenameRule {...props} onClose={() => setDoing(null)} />}
      {doing === 'remove' && <RemoveRule {...props} onClose={() => setDoing(null)} />}
    </>
  )
}
