import { useMemo } from 'react'
import type { Sizes } from './layout'
import { type Life, stateOf, stepNamed } from './life'
import { isMark, type Shape } from './shape'

export const boxHeight = 54
export const pillHeight = 24
export const pillGap = 3
const widest = { box: 290, pill: 230 } as const

let pen: CanvasRenderingContext2D | null | undefined

/** How wide a text of the interface is. */
function widthOf(text: string, size: number): number {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return text.length * size * 0.56
  pen.font = `600 ${size}px "Golos Text", system-ui, sans-serif`
  return pen.measureText(text).width
}

/** Boxes are all as wide as the longest title wants; a label has room for its text and marks. */
export function useSizes(life: Life, shape: Shape, markTitle: (id: string) => string): Sizes {
  return useMemo(() => {
    const want = Math.max(
      214,
      ...life.states.map(s => widthOf(s.title, 13) + 34 + 24 + 44 + (s.key in shape.loops ? 10 : 0)),
    )
    const width = Math.round(Math.min(widest.box, want))
    const marks = new Map(shape.boxes.filter(isMark).map(id => [id, Math.ceil(widthOf(markTitle(id), 12)) + 44]))
    const labels = new Map(
      shape.arrows.map(arrow => {
        const wide = arrow.steps.map(key => {
          const step = stepNamed(life, key)
          const icons = [step?.byItself, step?.onEdit, step?.guards].filter(Boolean).length
          return widthOf(step?.title ?? key, 12) + 24 + icons * 22
        })
        const height = arrow.steps.length * (pillHeight + pillGap) - pillGap
        return [arrow.id, { width: Math.ceil(Math.min(widest.pill, Math.max(...wide))), height }]
      }),
    )
    return {
      box: id =>
        id === '@new'
          ? { width: 22, height: 22 }
          : isMark(id)
            ? { width: marks.get(id) ?? 0, height: 32 }
            : { width, height: boxHeight },
      label: id => labels.get(id) ?? { width: 0, height: 0 },
      isExit: id => stateOf(life, id)?.phase === 'cancelled',
    }
  }, [life, shape, markTitle])
}
