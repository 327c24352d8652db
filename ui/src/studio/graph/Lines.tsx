import { VisuallyHidden } from '@mantine/core'
import { ViewportPortal } from '@xyflow/react'
import { isChosen, useBoard } from './board'
import css from './graph.module.css'
import { spotOf, useHand } from './hand'
import type { Layout } from './layout'
import { stepNamed } from './life'
import { StepMarks } from './StepMarks'
import { type Arrow, runsByItself } from './shape'
import { useNames } from './useNames'

/** All lines with what stands on them. The chosen one lies on top. */
export function Lines({ layout }: { layout: Layout }) {
  const board = useBoard()
  const { shape } = board
  const rank = (arrow: Arrow) => (arrow.steps.some(key => isChosen(board, 'transition', key)) ? 1 : 0)
  return (
    <ViewportPortal>
      <svg className={css.lines} aria-hidden width={1} height={1}>
        <defs>
          {(['plain', 'chosen', 'bad'] as const).map(look => (
            <marker
              key={look}
              id={`graph-head-${look}`}
              className={css.head}
              data-look={look}
              viewBox="0 0 10 10"
              refX={9}
              refY={5}
              markerWidth={10}
              markerHeight={10}
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0.6 10 5 0 9.4z" />
            </marker>
          ))}
        </defs>
        {shape.arrows
          .toSorted((a, b) => rank(a) - rank(b))
          .map(arrow => (
            <Line key={arrow.id} arrow={arrow} path={layout.routes[arrow.id]?.path ?? ''} />
          ))}
      </svg>
      {shape.arrows.map(arrow => {
        const label = layout.routes[arrow.id]?.label
        return (
          label && (
            <div key={arrow.id} className={css.pills} style={{ left: label.x, top: label.y }}>
              {arrow.steps.map(step => (
                <Pill key={step} arrow={arrow.id} step={step} />
              ))}
            </div>
          )
        )
      })}
    </ViewportPortal>
  )
}

function Line({ arrow, path }: { arrow: Arrow; path: string }) {
  const board = useBoard()
  const chosen = arrow.steps.some(key => isChosen(board, 'transition', key))
  const bad = arrow.steps.some(key => board.found('transition', key).errors > 0)
  const look = chosen ? 'chosen' : bad ? 'bad' : 'plain'
  return (
    <path
      className={css.line}
      d={path}
      data-look={look}
      data-auto={runsByItself(board.life, arrow) || undefined}
      markerEnd={`url(#graph-head-${look})`}
    />
  )
}

function Pill({ arrow, step: key }: { arrow: string; step: string }) {
  const board = useBoard()
  const hand = useHand()
  const names = useNames()
  const step = stepNamed(board.life, key)
  if (!step) return null
  const spot = spotOf.step(arrow, key)
  const { errors } = board.found('transition', key)
  return (
    <button
      type="button"
      className={`${css.pill} nodrag nopan`}
      data-spot={spot}
      data-chosen={isChosen(board, 'transition', key) || undefined}
      data-tone={errors ? 'bad' : undefined}
      tabIndex={hand.at === spot ? 0 : -1}
      aria-pressed={isChosen(board, 'transition', key)}
      title={step.title}
      onClick={event => (event.detail === 0 ? hand.open(spot) : board.choose({ kind: 'transition', key }))}
    >
      <span className={css.pillText}>
        {step.title}
        <VisuallyHidden>{names.line(arrow, key)}</VisuallyHidden>
      </span>
      <StepMarks step={step} />
    </button>
  )
}
