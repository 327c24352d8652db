import { Menu } from '@mantine/core'
import IconBack from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconLoop from '@tabler/icons-react/dist/esm/icons/IconRotateClockwise.mjs'
import { useTranslation } from '../../i18n'
import { PhaseGlyph } from '../../parts'
import { useBoard } from './board'
import css from './graph.module.css'
import { useHand } from './hand'

/** Where a new transition leads, chosen without a mouse. */
export function ConnectMenu({ box }: { box: string }) {
  const { t } = useTranslation()
  const { life } = useBoard()
  const hand = useHand()
  if (hand.connecting !== box) return null
  const choose = (to: string) => {
    hand.connect('')
    hand.join(box, to)
  }
  return (
    <Menu
      opened
      onClose={() => {
        hand.connect('')
        hand.goTo(box)
      }}
      position="bottom"
      withinPortal
      width={264}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span className={css.anchor} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('studioGraph.where')} className={css.targets}>
        <Menu.Label>{t('studioGraph.where')}</Menu.Label>
        {life.states
          .filter(s => s.key !== box)
          .map(s => (
            <Menu.Item
              key={s.key}
              leftSection={
                <span className={css.glyph} data-phase={s.phase}>
                  <PhaseGlyph phase={s.phase} size={14} />
                </span>
              }
              onClick={() => choose(s.key)}
            >
              {s.title}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLoop size={14} stroke={1.8} />} onClick={() => choose('@same')}>
          {t('studio.sets.same')}
        </Menu.Item>
        <Menu.Item leftSection={<IconBack size={14} stroke={1.8} />} onClick={() => choose('@previous')}>
          {t('studio.sets.previous')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlus size={14} stroke={1.8} />} onClick={() => choose('')}>
          {t('studioGraph.toNewState')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
