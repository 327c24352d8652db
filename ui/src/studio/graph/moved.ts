import type { Layout, Placed } from './layout'
import { type Point, pathOf } from './route'
import type { Shape } from './shape'

/** Boxes that were dragged, until the drawing is arranged again or left. */
export type Moved = Record<string, Point>

/** The layout with dragged boxes where they are now. Lines of theirs take the simplest way. */
export function movedRoutes(shape: Shape, layout: Layout, moved: Moved): Layout {
  const there = Object.entries(moved).filter(([id]) => id in layout.boxes)
  if (there.length === 0) return layout
  const boxes = { ...layout.boxes }
  for (const [id, at] of there) {
    const box = boxes[id]
    if (box) boxes[id] = { ...box, ...at }
  }
  const routes = { ...layout.routes }
  for (const { id, from, to } of shape.arrows) {
    const [a, b] = [boxes[from], boxes[to]]
    if (a && b && (from in moved || to in moved)) routes[id] = simple(a, b)
  }
  return { ...layout, boxes, routes }
}

function simple(from: Placed, to: Placed): Layout['routes'][string] {
  const down = from.y + from.height <= to.y
  const start = { x: from.x + from.width / 2, y: down ? from.y + from.height : from.y }
  const end = { x: to.x + to.width / 2, y: down ? to.y : to.y + to.height }
  const y = (start.y + end.y) / 2
  const points = start.x === end.x ? [start, end] : [start, { x: start.x, y }, { x: end.x, y }, end]
  return { path: pathOf(points), label: { x: (start.x + end.x) / 2, y } }
}
