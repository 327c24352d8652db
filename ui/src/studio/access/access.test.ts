import { describe, expect, it } from 'vitest'
import { Config, type TypeFile } from '../doc/config'
import { valueAt } from '../doc/json'
import { giftsOf } from './gifts'
import { exprOf, giveButton, giveEdit, giveSight, mayGiveEdit, roleExpr } from './grants'
import { stepFrom } from './grid'
import { changedIn, changedOf, columnsOf, faceOf, faceOfField, nothing, powerOf, reasonsOf, withGone } from './matrix'
import { readPlace } from './place'
import type { AccessAnswer, AccessCell, AccessRow, Grant } from './types'

const grant = (part: Partial<Grant>): Grant => ({
  what: 'access',
  key: 'all',
  file: 'f.json',
  path: 'access.all',
  who: "role('fin')",
  sure: true,
  fields: ['sum', 'why'],
  ...part,
})
const sees: AccessCell = { ...nothing, scope: 'all', words: 'все', readable: ['sum', 'why'], why: [grant({})] }
const edits: AccessCell = {
  ...sees,
  editable: ['sum'],
  why: [grant({}), grant({ what: 'edit', path: 'edit.sum["new work"]', fields: ['sum'] })],
}
const acts: AccessCell = {
  ...edits,
  transitions: 1,
  buttons: [{ key: 'go', title: 'Взять' }],
  why: [...edits.why, grant({ what: 'transition', key: 'go', path: 'lifecycle.transitions.go', fields: [] })],
}
const row = (key: string, cells: Record<string, AccessCell>): AccessRow => ({ key, kind: 'role', title: key, cells })
const answer = (...rows: AccessRow[]): AccessAnswer => ({
  type: 'desk/order',
  title: 'Заявка',
  states: [
    { state: 'new', title: 'Новая', phase: 'new' },
    { state: 'work', title: 'В работе', phase: 'active' },
  ],
  fields: [
    { key: 'sum', title: 'Сумма' },
    { key: 'why', title: 'Зачем' },
  ],
  rows,
  under: 'draft',
  diagnostics: [],
})

describe('what a cell shows', () => {
  const fin = row('role:desk/fin', { new: acts, work: sees })
  const one = answer(fin)

  it('by state: scope, fields, buttons; deeper is more', () => {
    expect(faceOf(one, fin, 'states', 'new')).toMatchObject({
      hidden: false,
      scope: 'all',
      reads: 0,
      edits: 1,
      acts: 1,
    })
    const power = (cell: AccessCell) => powerOf(faceOf(one, row('x', { new: cell }), 'states', 'new'))
    expect([nothing, sees, edits, acts].map(power)).toEqual([0, 0, 1, 3])
    const partly = row('x', { new: { ...sees, readable: ['why'] } })
    expect(faceOf(one, partly, 'states', 'new').reads).toBe(1)
  })

  it('what is given to whom sees nothing is told, not counted', () => {
    const blind = row('x', {
      new: { ...nothing, transitions: 1, why: [grant({ what: 'transition', key: 'go', idle: true })] },
    })
    expect(faceOf(one, blind, 'states', 'new')).toMatchObject({ hidden: true, acts: 0, idle: true })
    expect(faceOf(one, blind, 'transitions', 'go')).toMatchObject({ hidden: true, acts: 0, idle: true })
  })

  it('by field and by transition: in how many states', () => {
    expect(faceOf(one, fin, 'fields', 'sum')).toMatchObject({ hidden: false, reads: 2, edits: 1 })
    expect(faceOf(one, fin, 'transitions', 'go')).toMatchObject({ hidden: false, acts: 1, votes: 0 })
    expect(columnsOf(one, 'transitions', '').map(c => c.key)).toEqual(['go'])
    expect(columnsOf({ ...one, states: [] }, 'states', 'Всегда')).toEqual([{ key: '', title: 'Всегда' }])
  })

  it('a vote of a route is a column of its own', () => {
    const vote = grant({ what: 'approval', key: 'main.head', title: 'Руководитель', fields: [] })
    const head = row('head:unit', { new: { ...sees, votes: 1, why: [grant({}), vote] } })
    expect(columnsOf(answer(head), 'transitions', '')).toEqual([
      { key: 'vote:main.head', title: 'Руководитель', vote: true },
    ])
    expect(faceOf(answer(head), head, 'transitions', 'vote:main.head')).toMatchObject({ votes: 1, acts: 0 })
  })

  it('a declaration that works in several states is told once', () => {
    const reasons = reasonsOf(one, fin, 'fields', 'sum')
    expect(reasons.map(r => [r.what, r.states])).toEqual([
      ['access', ['new', 'work']],
      ['edit', ['new']],
    ])
    expect(reasonsOf(one, fin, 'states', 'work').map(r => r.what)).toEqual(['access'])
  })
})

describe('what the draft changes', () => {
  const live = answer(row('a', { new: sees, work: sees }), row('b', { new: sees, work: nothing }))

  it('is nothing while rights are the same, wherever they are declared', () => {
    const moved = { ...sees, why: [grant({ path: 'access.other', file: 'other.json' })] }
    const draft = answer(row('a', { new: moved, work: sees }), row('b', { new: sees, work: nothing }))
    expect(changedIn(draft, live, 'states', ['new', 'work'])).toEqual(new Set())
    expect(changedIn(draft, undefined, 'states', ['new', 'work'])).toEqual(new Set())
  })

  it('is each cell that gives more or less', () => {
    const draft = answer(row('a', { new: edits, work: sees }), row('b', { new: sees, work: sees }))
    expect(changedIn(draft, live, 'states', ['new', 'work'])).toEqual(new Set(['a|new', 'b|work']))
    expect(changedIn(draft, live, 'fields', ['sum', 'why'])).toEqual(new Set(['a|sum', 'b|sum', 'b|why']))
    expect(changedIn(draft, live, 'transitions', ['go'])).toEqual(new Set(['b|go']))
  })

  it('counts who came and who is gone', () => {
    const draft = answer(row('a', { new: sees, work: sees }), row('c', { new: sees, work: nothing }))
    expect(changedIn(draft, live, 'states', ['new', 'work'])).toEqual(new Set(['b|new', 'c|new']))
    expect(withGone(draft, live).map(r => r.key)).toEqual(['a', 'c', 'b'])
  })
})

describe('the fields of one party by state', () => {
  const fin = row('role:desk/fin', { new: edits, work: { ...sees, scope: 'unit', readable: ['why'] } })
  const one = answer(fin)

  it('tell hidden, seen and edited apart, and of which records', () => {
    expect(faceOfField(fin, 'sum', 'new')).toMatchObject({ hidden: false, level: 'edit', scope: '' })
    expect(faceOfField(fin, 'why', 'new')).toMatchObject({ hidden: false, level: 'read', edits: 0 })
    expect(faceOfField(fin, 'why', 'work')).toMatchObject({ hidden: false, level: 'read', scope: 'unit' })
    expect(faceOfField(fin, 'sum', 'work').hidden).toBe(true)
    expect(powerOf(faceOfField(fin, 'sum', 'new'))).toBeGreaterThan(powerOf(faceOfField(fin, 'why', 'new')))
  })

  it('are never edited where they are not seen', () => {
    const blind = row('role:desk/x', { new: { ...sees, readable: ['why'], editable: ['sum'] } })
    expect(faceOfField(blind, 'sum', 'new')).toMatchObject({ hidden: true, edits: 0 })
  })

  it('differ from what is in force exactly where the draft gives more or less', () => {
    const was = answer(row('role:desk/fin', { new: sees, work: { ...sees, scope: 'unit', readable: ['why'] } }))
    expect([...changedOf(one, was, fin)]).toEqual(['sum|new'])
    expect(changedOf(one, undefined, fin).size).toBe(0)
    expect([...changedOf(one, answer(), fin)].sort()).toEqual(['sum|new', 'why|new', 'why|work'])
  })
})

it('walks the grid by arrows, and stays at its edges', () => {
  const size = { rows: 3, columns: 4 }
  const at = { row: 1, column: 1 }
  expect(stepFrom(at, 'ArrowUp', size)).toEqual({ row: 0, column: 1 })
  expect(stepFrom(at, 'ArrowRight', size)).toEqual({ row: 1, column: 2 })
  expect(stepFrom({ row: 0, column: 3 }, 'ArrowRight', size)).toEqual({ row: 0, column: 3 })
  expect(stepFrom({ row: 2, column: 0 }, 'ArrowDown', size)).toEqual({ row: 2, column: 0 })
  expect(stepFrom(at, 'ArrowDown', size, true)).toEqual({ row: 2, column: 1 })
  expect(stepFrom(at, 'Home', size)).toEqual({ row: 1, column: 0 })
  expect(stepFrom(at, 'End', size, true)).toEqual({ row: 2, column: 3 })
  expect(stepFrom(at, 'Enter', size)).toBeNull()
})

it('reads places as the engine writes them', () => {
  expect(readPlace('access.parties')).toEqual(['access', 'parties'])
  expect(readPlace('edit["@plan"].new')).toEqual(['edit', '@plan', 'new'])
  expect(readPlace('edit.tags["new in_work"]')).toEqual(['edit', 'tags', 'new in_work'])
  expect(readPlace('lifecycle.transitions.go.guards[0].check')).toEqual([
    'lifecycle',
    'transitions',
    'go',
    'guards',
    0,
    'check',
  ])
  expect(readPlace('')).toEqual([])
})

describe('gifts', () => {
  const base = `{
  "abstract": true,
  "lifecycle": {
    "states": {"new": "Новая", "work": "В работе"},
    "transitions": {"go": {"title": "Взять", "from": "@open", "to": "work", "who": ["author", "role('clerk', unit)"]}}
  },
  "edit": {"why": {"new": "author"}}
}
`
  const own = `{
  "extends": "base",
  "data": {"properties": {"sum": {"title": "Сумма"}, "why": {"title": "Зачем"}, "total": {"x-computed": "sum"}}},
  "access": {"clerk": {"who": "role('clerk', unit)", "read": "*"}}
}
`
  const files: Record<string, string> = {
    'schemas/desk/pack.json': '{"title": "Д", "requires": "staff", "roles": {"clerk": "Служащий", "fin": "Финансист"}}',
    'schemas/staff/pack.json': '{"title": "Л", "roles": {"fin": "Чужой", "member": "Член"}}',
    'schemas/desk/types/base.json': base,
    'schemas/desk/types/order.json': own,
    'schemas/desk/types/plain.json':
      '{"data": {"properties": {}}, "access": {"all": {"who": "role(\'fin\')", "can": ["edit"]}}}',
  }
  const config = new Config(Object.keys(files), path => files[path])
  const type = (key: string): TypeFile => {
    const found = config.type(key, 'desk')
    if (!found) throw new Error(key)
    return found
  }
  const order = type('order')

  it('name a role as the rules of the type mostly do', () => {
    expect(exprOf({ key: 'role:desk/clerk' }, config, order)).toBe("role('clerk', unit)")
    expect(exprOf({ key: 'role:desk/fin' }, config, order)).toBe("role('fin')")
    expect(exprOf({ key: 'person:author', about: 'author' }, config, order)).toBe('author')
    expect(roleExpr('staff/fin', config, 'desk')).toBe("role('staff/fin')")
    expect(roleExpr('staff/member', config, 'desk')).toBe("role('member')")
  })

  it('show records by a rule of their own', () => {
    const { text, path } = giveSight(own, order, "role('fin')", 'clerk')
    expect(path).toEqual(['access', 'clerk_2'])
    expect(valueAt(text, path)).toEqual({ who: "role('fin')", read: '*' })
    expect(valueAt(text, ['access', 'clerk'])).toEqual({ who: "role('clerk', unit)", read: '*' })
  })

  it('open a field, and keep whom a base lets edit it', () => {
    expect(valueAt(giveEdit(own, order, 'why', 'new', "role('fin')"), ['edit'])).toEqual({
      why: { new: ['author', "role('fin')"] },
    })
    expect(valueAt(giveEdit(own, order, 'sum', 'work', "role('fin')"), ['edit'])).toEqual({
      sum: { work: "role('fin')" },
    })
  })

  it('add to who presses a button, once', () => {
    const who = ['lifecycle', 'transitions', 'go', 'who']
    const given = giveButton(own, order, 'go', "role('fin')")
    expect(valueAt(given, who)).toEqual(['author', "role('clerk', unit)", "role('fin')"])
    expect(giveButton(own, order, 'go', 'author')).toBe(own)
  })

  it('begin a matrix only where nobody loses or wins by it, and with those who edit now', () => {
    const plain = type('plain')
    expect(mayGiveEdit(plain)).toBe(true)
    const text = giveEdit(files['schemas/desk/types/plain.json'] ?? '', plain, 'sum', '', 'author')
    expect(valueAt(text, ['edit'])).toEqual({ '*': { '*': "role('fin')" }, sum: { '*': 'author' } })
    const only = { ...plain, whole: { access: { a: { who: 'author', can: ['edit'], when: 'open' } } } }
    expect(mayGiveEdit(only)).toBe(false)
    const made = { ...plain, whole: { access: { a: { who: 'author', can: ['create'] } } } }
    expect(mayGiveEdit(made)).toBe(false)
  })

  it('are what is lacking', () => {
    const fin = row('role:desk/fin', { new: edits, work: nothing })
    const one = answer(fin)
    const inState = giftsOf(one, fin, 'states', 'new', order, "role('fin')")
    expect(inState).toMatchObject({ sight: false, fields: [{ key: 'why' }], buttons: [{ key: 'go' }] })
    expect(giftsOf(one, fin, 'states', 'work', order, "role('fin')")).toMatchObject({
      sight: true,
      fields: [],
      buttons: [],
    })
    expect(giftsOf(one, fin, 'fields', 'why', order, "role('fin')").states.map(s => s.key)).toEqual(['new'])
    const pressing = row('x', { new: acts, work: acts })
    expect(giftsOf(answer(pressing), pressing, 'transitions', 'go', order, 'x').buttons).toEqual([])
  })
})
