import { useMemo } from 'react'
import { spotOf } from './hand'
import type { Layout } from './layout'
import type { Shape } from './shape'
import { pillGap, pillHeight } from './useSizes'
import type { Spot } from './walk'

/** Everything of a drawing that can have the focus, with its place and what it is joined with. */
export const useSpots = (shape: Shape, layout: Layout): Spot[] => useMemo(() => spotsOf(shape, layout), [shape, layout])

export function spotsOf(shape: Shape, layout: Layout): Spot[] {
  const boxes = shape.boxes.flatMap<Spot>(id => {
    const box = layout.boxes[id]
    if (!box) return []
    const lines = shape.arrows.filter(a => a.from === id || a.to === id)
    const loops = shape.loops[id]?.length ? [spotOf.loops(id)] : []
    const steps = lines.flatMap(a => a.steps.map(step => spotOf.step(a.id, step)))
    return [{ id, x: box.x + box.width / 2, y: box.y + box.height / 2, joins: [...steps, ...loops] }]
  })
  const steps = shape.arrows.flatMap(({ id, from, to, steps }) => {
    const label = layout.routes[id]?.label
    if (!label) return []
    const top = label.y - (steps.length * (pillHeight + pillGap) - pillGap) / 2
    return steps.map<Spot>((step, at) => ({
      id: spotOf.step(id, step),
      x: label.x,
      y: top + at * (pillHeight + pillGap) + pillHeight / 2,
      joins: [from, to, ...steps.filter(s => s !== step).map(s => spotOf.step(id, s))],
    }))
  })
  const loops = Object.keys(shape.loops).flatMap<Spot>(id => {
    const box = layout.boxes[id]
    return box ? [{ id: spotOf.loops(id), x: box.x + box.width, y: box.y + box.height / 2, joins: [id] }] : []
  })
  return [...boxes, ...steps, ...loops]
}
