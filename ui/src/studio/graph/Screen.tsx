import { SegmentedControl, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../i18n'
import { SkeletonRows } from '../../parts'
import { useBoard } from './board'
import type { Kind } from './edits'
import css from './graph.module.css'
import { useHand } from './hand'
import { stateOf, stepNamed } from './life'
import { StateSide } from './StateSide'
import { StepSide } from './StepSide'
import { isMark } from './shape'
import { Tables } from './Tables'
import { spotAgain, spotChosen, thingAt } from './things'
import { useGraphKeys } from './useGraphKeys'

const Canvas = lazy(() => import('./Canvas'))
const narrow = '(max-width: 767px)'

/** The drawing or its words, and beside them the panel of what is chosen. */
export function Screen() {
  const { t } = useTranslation()
  const board = useBoard()
  const hand = useHand()
  const isNarrow = useMediaQuery(narrow, window.matchMedia(narrow).matches, { getInitialValueInEffect: false })
  const [chosenView, setView] = useState<'drawing' | 'words' | null>(null)
  const view = chosenView ?? (isNarrow ? 'words' : 'drawing')
  const [said, say] = useState('')
  const { chosen, life } = board

  const remove = (what: { kind: Kind; key: string; from?: string } | null) => {
    if (!what || isMark(what.key)) return
    const thing = what.kind === 'state' ? stateOf(life, what.key) : stepNamed(life, what.key)
    if (!thing) return
    const sources = stepNamed(life, what.key)?.from ?? []
    if (what.kind === 'transition' && what.from && sources.length > 1) hand.actions.removeSource(what.key, what.from)
    else hand.actions.remove(what)
    board.choose(null)
    hand.goTo(what.from ?? life.initial)
    say(t('studioGraph.removed', { title: thing.title }))
  }
  const focused = () => (document.activeElement as HTMLElement | null)?.dataset.spot
  useGraphKeys(() => {
    const spot = focused()
    remove(spot ? thingAt(spot, board) : chosen)
  })

  const close = (key: string) => {
    const spot = spotChosen(board)
    board.choose(null)
    if (spot) hand.goTo(spotAgain(spot, key))
  }
  const panel = { onClose: close, onRemove: () => remove(chosen) }
  const state = chosen?.kind === 'state' ? stateOf(life, chosen.key) : undefined
  const step = chosen?.kind === 'transition' ? stepNamed(life, chosen.key) : undefined
  return (
    <div className={css.section} data-panel={state || step ? true : undefined}>
      <div className={css.main}>
        <SegmentedControl
          className={css.view}
          size="xs"
          aria-label={t('studioGraph.view')}
          value={view}
          onChange={value => setView(value as 'drawing' | 'words')}
          data={[
            { value: 'drawing', label: t('studioGraph.drawing') },
            { value: 'words', label: t('studioGraph.words') },
          ]}
        />
        {view === 'words' ? (
          <Tables
            onOpen={(kind, key) => {
              board.choose({ kind, key })
              if (!isNarrow) hand.enter({ kind, key }) // there the keyboard of a phone would cover it
            }}
          />
        ) : (
          <Suspense fallback={<SkeletonRows rows={6} height={54} />}>
            <Canvas />
          </Suspense>
        )}
      </div>
      <Suspense>
        {state && <StateSide state={state} {...panel} />}
        {step && <StepSide step={step} {...panel} />}
      </Suspense>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  )
}
