import { Menu } from '@mantine/core'
import IconLoop from '@tabler/icons-react/dist/esm/icons/IconRotateClockwise.mjs'
import { useTranslation } from '../../i18n'
import { isChosen, useBoard } from './board'
import css from './graph.module.css'
import { spotOf, useHand } from './hand'
import { stepNamed } from './life'
import { StepMarks } from './StepMarks'

/** Transitions after which a record stays where it is. */
export function LoopBadge({ box }: { box: string }) {
  const { t } = useTranslation()
  const board = useBoard()
  const hand = useHand()
  const steps = board.shape.loops[box]
  if (!steps) return null
  const spot = spotOf.loops(box)
  const broken = steps.some(key => board.found('transition', key).errors > 0)
  return (
    <Menu position="right-start" withinPortal width={260} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          type="button"
          className={`${css.loops} nodrag nopan`}
          data-spot={spot}
          data-tone={broken ? 'bad' : undefined}
          data-chosen={steps.some(key => isChosen(board, 'transition', key)) || undefined}
          tabIndex={hand.at === spot ? 0 : -1}
          aria-label={t('studioGraph.loops', { count: steps.length })}
          title={t('studioGraph.loops', { count: steps.length })}
        >
          <IconLoop size={12} stroke={2} aria-hidden />
          {steps.length}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('studioGraph.staying')}</Menu.Label>
        {steps.map(key => {
          const step = stepNamed(board.life, key)
          return (
            <Menu.Item
              key={key}
              rightSection={step && <StepMarks step={step} />}
              onClick={() => board.choose({ kind: 'transition', key })}
            >
              {step?.title ?? key}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
