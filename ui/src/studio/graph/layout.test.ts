import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Config } from '../doc/config'
import { type Layout, layoutOf, type Sizes } from './layout'
import { readLife, stateOf } from './life'
import { isMark, shapeOf } from './shape'

const schemas = join(import.meta.dirname, '../../../../schemas')
const read = (file: string) => readFileSync(join(schemas, '..', file), 'utf8')
const files = [
  'schemas/base/pack.json',
  'schemas/base/types/request.json',
  'schemas/base/types/request_flow.json',
  'schemas/backoffice/pack.json',
  'schemas/backoffice/types/request.json',
  'schemas/backoffice/types/payment.json',
]
const shipped = new Config(files, read)
const payment = readLife(shipped.type('payment', 'backoffice')?.whole ?? {})

const sizes: Sizes = {
  box: id => (isMark(id) ? { width: 160, height: 34 } : { width: 214, height: 54 }),
  label: () => ({ width: 120, height: 24 }),
  isExit: id => stateOf(payment, id)?.phase === 'cancelled',
}

const rects = ({ boxes, routes }: Layout) => [
  ...Object.values(boxes),
  ...Object.values(routes).map(({ label }) => ({ x: label.x - 60, y: label.y - 12, width: 120, height: 24 })),
]

describe('the layout of a shipped type', () => {
  const shape = shapeOf(payment)
  const layout = layoutOf(shape, sizes)

  it('puts nothing over anything else', () => {
    const all = rects(layout)
    const over = all.flatMap((a, i) =>
      all
        .slice(i + 1)
        .filter(b => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
        .map(b => [a, b]),
    )
    expect(over).toEqual([])
  })

  it('keeps the straight way on one line, from the top down', () => {
    expect(shape.spine).toEqual(['new', 'in_work', 'approval', 'waiting', 'done', 'closed'])
    const middles = shape.spine.map(key => {
      const box = layout.boxes[key]
      return box ? Math.round(box.x + box.width / 2) : Number.NaN
    })
    expect(new Set(middles).size).toBe(1)
    const tops = shape.spine.map(key => layout.boxes[key]?.y ?? 0)
    expect(tops).toEqual(tops.toSorted((a, b) => a - b))
  })

  it('puts refusals at the right', () => {
    const right = layout.boxes.rejected
    const row = Object.entries(layout.boxes).filter(([id, b]) => id !== 'rejected' && b.y === right?.y)
    expect(row.length).toBeGreaterThan(0)
    expect(row.every(([, b]) => b.x < (right?.x ?? 0))).toBe(true)
  })

  it('gives the same places for the same type', () => {
    expect(layoutOf(shapeOf(payment), sizes)).toEqual(layout)
  })

  it('draws every line', () => {
    for (const { path } of Object.values(layout.routes)) expect(path).toMatch(/^M[\d.]+ [\d.]+(L|Q)/)
    expect(Object.keys(layout.routes).sort()).toEqual(shape.arrows.map(a => a.id).sort())
  })
})

it('lays out a type of nothing, of one state and of states that nothing joins', () => {
  const plain = (states: object) => {
    const life = readLife({ lifecycle: { states: states as Record<string, string>, transitions: {} } })
    return layoutOf(shapeOf(life), sizes)
  }
  expect(plain({})).toEqual({ boxes: {}, routes: {}, width: 0, height: 0 })
  expect(Object.keys(plain({ a: 'А' }).boxes)).toEqual(['a'])
  const two = plain({ a: 'А', b: 'Б' }).boxes
  expect(two.b?.y).toBeGreaterThan(two.a?.y ?? 0)
})
