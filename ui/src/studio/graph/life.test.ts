import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../doc/json'
import { clocksIn, locksIn, usesOfState, usesOfStep } from './facts'
import { readLife, type State, stateOf } from './life'
import { runsByItself, shapeOf } from './shape'

const memo: JsonObject = {
  data: {
    properties: {
      subject: { title: 'Тема' },
      text: { title: 'Текст' },
      number: { title: 'Номер', 'x-number': 'memo' },
    },
  },
  groups: { body: ['text'] },
  lifecycle: {
    states: {
      draft: 'Черновик',
      sent: { title: 'Отправлена', phase: 'decision' },
      hold: { title: 'Ждёт', phase: 'waiting' },
      done: 'Исполнена',
      dropped: { title: 'Отменена', phase: 'cancelled' },
    },
    transitions: {
      make: { title: 'Создать', from: '@new', to: 'draft' },
      send: { title: 'Отправить', from: 'draft', to: 'sent', who: 'author', guards: [{ check: 'true', message: '?' }] },
      answer: { title: 'Ответить', from: ['draft', 'sent'], to: 'done', who: "role('boss')" },
      settle: { title: 'Сама', from: 'sent', to: 'done', auto: 'true' },
      approve: { title: 'Согласована', from: 'sent', to: 'done', who: 'system' },
      hold: { title: 'Ждать', from: '@open', to: 'hold', who: 'author' },
      go: { title: 'Дальше', from: 'hold', to: '@previous', who: 'author' },
      assign: { title: 'Назначить', from: '@open', to: '@same', who: 'author', on_edit: '@body' },
      correct: { title: 'Исправить', from: ['draft', 'sent'], to: 'sent', who: 'author' },
      drop: { title: 'Отменить', from: '@all', to: 'dropped', who: 'author', danger: true },
      lost: { title: 'В никуда', from: 'sent', to: 'nowhere', who: 'author' },
    },
  },
  edit: { 'subject @body': { 'draft sent': 'author' }, text: { hold: 'author' } },
  approvals: { main: { title: 'Виза', in: 'sent', on: { approved: 'approve' } } },
  sla: {
    reply: { title: 'Ответ', start: ['sent'], pause: ['hold'], stop: ['done'], target: '4wh' },
    whole: { title: 'Всё', target: '2wd' },
  },
  timers: { auto: { title: 'Сама', in: '@open', at: ['now'], fire: 'settle' } },
}

const life = readLife(memo)
const at = (key: string): State => stateOf(life, key) as State
const shape = shapeOf(life)

describe('a life cycle as it is read', () => {
  it('guesses phases as the engine does', () => {
    expect(life.states.map(s => s.phase)).toEqual(['new', 'decision', 'waiting', 'done', 'cancelled'])
    expect(life.initial).toBe('draft')
    expect(readLife({ lifecycle: { initial: 'b', states: { a: 'А', b: 'Б' } } }).initial).toBe('b')
  })
  it('reads nothing and nonsense without a word', () => {
    expect(readLife({})).toEqual({ initial: '', states: [], steps: [] })
    expect(readLife({ lifecycle: { states: [], transitions: { a: null, b: 'x' } } }).steps).toHaveLength(2)
  })
})

describe('its drawing', () => {
  const ids = shape.arrows.map(a => a.id)
  it('draws a line for each state that a transition leaves', () => {
    expect(ids).toContain('draft>done')
    expect(ids).toContain('sent>done')
  })
  it('puts transitions between the same states on one line', () => {
    expect(shape.arrows.find(a => a.id === 'sent>done')?.steps).toEqual(['answer', 'settle', 'approve'])
  })
  it('folds sets of states into one box, and the way back into another', () => {
    expect(ids).toContain('@open>hold')
    expect(ids).toContain('@all>dropped')
    expect(ids).toContain('hold>@previous')
    expect(shape.boxes).toEqual(['@new', '@open', '@all', 'draft', 'sent', 'hold', 'done', 'dropped', '@previous'])
  })
  it('keeps what stays where it is off the lines', () => {
    expect(shape.loops).toEqual({ '@open': ['assign'], sent: ['correct'] })
    expect(ids).toContain('draft>sent')
  })
  it('leaves out what leads nowhere', () => {
    expect(ids.some(id => id.includes('nowhere'))).toBe(false)
  })
  it('follows the straight way from beginning to end', () => {
    expect(shape.spine).toEqual(['draft', 'sent', 'done'])
  })
  it('dashes a line on which nothing has a button', () => {
    const line = shape.arrows.find(a => a.id === 'sent>done')
    expect(line && runsByItself(life, line)).toBe(false)
    expect(line && runsByItself(life, { ...line, steps: ['settle', 'approve'] })).toBe(true)
  })
})

describe('what holds in a state', () => {
  it('counts the fields that are closed there', () => {
    expect(locksIn(memo, life, at('draft'))).toEqual({ closed: 0, all: false })
    expect(locksIn(memo, life, at('hold'))).toEqual({ closed: 1, all: false })
    expect(locksIn(memo, life, at('done'))).toEqual({ closed: 2, all: true })
    const plain = { ...memo, edit: undefined } as unknown as JsonObject
    expect(locksIn(plain, life, at('draft')).closed).toBe(0)
  })
  it('knows which clocks tick and which stand still', () => {
    expect(clocksIn(memo, life, at('draft'))).toEqual([{ key: 'whole', paused: false }])
    expect(clocksIn(memo, life, at('sent')).map(c => c.key)).toEqual(['reply', 'whole'])
    expect(clocksIn(memo, life, at('done'))).toEqual([])
  })
  it('lists what names it', () => {
    const said = usesOfState(memo, life, at('sent')).map(u => `${u.path.join('.')} ${u.decl}.${u.word}`)
    expect(said).toEqual([
      'approvals.main route.in',
      'sla.reply clock.start',
      'timers.auto timer.in',
      'sla.whole clock.',
    ])
    expect(usesOfStep(memo, 'approve').map(u => u.path.join('.'))).toEqual(['approvals.main'])
    expect(usesOfStep(memo, 'settle').map(u => u.path.join('.'))).toEqual(['timers.auto'])
  })
})
