import { describe, expect, it } from 'vitest'
import { Config } from '../doc/config.ts'
import { conditionAt, conditionsOf, groupKeys, sought, transitionOf } from './conditions.ts'

const base = {
  title: 'Заявка',
  rules: { ahead: { check: 'deadline > created', message: 'Срок уже прошёл' } },
  lifecycle: {
    states: { new: 'Новая', done: { title: 'Готово' } },
    transitions: {
      submit: {
        title: 'Отправить',
        from: 'new',
        to: 'done',
        guards: [{ check: 'amount > 0', message: 'Нужна сумма' }],
      },
    },
  },
}
const own = {
  title: 'Закупка',
  extends: 'request',
  data: {
    properties: {
      amount: { title: 'Сумма', 'x-required': "status == 'new'", 'x-computed': '1 + 1' },
      lines: { title: 'Строки', items: { properties: { qty: { title: 'Сколько', 'x-visible': 'true' } } } },
    },
  },
  rules: { mine: { check: 'amount < 5', message: 'Много' } },
  unique: { same: { key: ['supplier', 'upper(no)'], message: 'Уже есть' } },
  lifecycle: JSON.parse(
    '{"transitions": {"settle": {"auto": "amount == nil", "then": [{"set": {"note": "=title", "kind": "plain"}}]}}}',
  ),
  approvals: { main: { steps: { fin: { title: 'Финансы', who: 'author', when: 'amount > 1' } } } },
  sla: { answer: { title: 'Ответ', start: "status == 'new'", target: '8wh' } },
}
const files: Record<string, string> = {
  'schemas/p/pack.json': '{"title": "П"}',
  'schemas/p/types/request.json': JSON.stringify(base),
  'schemas/p/types/buy.json': JSON.stringify(own),
}
const type = () => {
  const found = new Config(Object.keys(files), path => files[path]).type('buy', 'p')
  if (!found) throw new Error('no type')
  return found
}
const all = conditionsOf(type())
const line = (c: (typeof all)[number]) => `${c.group} ${c.at.join('.')}: ${c.source}`

describe('conditions of a type', () => {
  it('are all there, in the order of their groups', () => {
    expect(all.map(line)).toEqual([
      'rules rules.ahead.check: deadline > created',
      'rules rules.mine.check: amount < 5',
      'unique unique.same.while: supplier, upper(no)',
      'guards lifecycle.transitions.submit.guards.0.check: amount > 0',
      'autos lifecycle.transitions.settle.auto: amount == nil',
      "required data.properties.amount.x-required: status == 'new'",
      'visible data.properties.lines.items.properties.qty.x-visible: true',
      'computed data.properties.amount.x-computed: 1 + 1',
      'effects lifecycle.transitions.settle.then.0.set.note: =title',
      'approvals approvals.main.steps.fin.when: amount > 1',
      expect.stringMatching(/^clocks sla\.answer\.start\.\w+: status == 'new'$/),
    ])
    expect(new Set(all.map(c => c.group)).size).toBeLessThanOrEqual(groupKeys.length)
  })
  it('tell what a base gave', () => {
    expect(all.filter(c => c.inherited).map(c => c.at.join('.'))).toEqual([
      'rules.ahead.check',
      'lifecycle.transitions.submit.guards.0.check',
    ])
  })
  it('tell where they stand', () => {
    expect(all.find(c => c.at.includes('qty'))?.trail).toEqual(['Строки', 'Сколько'])
    expect(all.find(c => c.at.includes('guards'))?.message).toBe('Нужна сумма')
    expect(all.find(c => c.at.includes('fin'))?.trail.at(-1)).toBe('Финансы')
  })
})

it('finds the condition that a place belongs to', () => {
  expect(conditionAt(all, ['rules', 'mine', 'message'])?.source).toBe('amount < 5')
  expect(conditionAt(all, ['rules', 'mine'])?.source).toBe('amount < 5')
  expect(conditionAt(all, ['lifecycle', 'transitions', 'settle', 'auto'])?.source).toBe('amount == nil')
  expect(conditionAt(all, ['data', 'properties', 'amount', 'x-computed'])?.group).toBe('computed')
  expect(conditionAt(all, ['title'])).toBeUndefined()
})

it('finds conditions by words of the text, the message or the place', () => {
  expect(sought(all, 'финанс').map(c => c.group)).toEqual(['approvals'])
  expect(sought(all, 'сумм нужна').map(c => c.group)).toEqual(['guards'])
  expect(sought(all, 'AMOUNT <').map(c => c.source)).toEqual(['amount < 5'])
})

it('tells where a transition leads', () => {
  expect(transitionOf(type(), ['lifecycle', 'transitions', 'submit', 'guards', 0])).toEqual({
    title: 'Отправить',
    from: ['Новая'],
    to: 'Готово',
  })
  expect(transitionOf(type(), ['rules'])).toBeNull()
})
