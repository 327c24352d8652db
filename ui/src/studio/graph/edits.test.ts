import { describe, expect, it } from 'vitest'
import { keysAt, valueAt } from '../doc/json'
import { addState, addStep, beginLife, moveState, retitle, take, takeSource, takeState } from './edits'
import { renameThing } from './refs'

const source = `{
  "title": "Записка",
  "lifecycle": {
    "initial": "draft",
    "states": {
      "draft": "Черновик",
      "sent":  {"title": "Отправлена", "phase": "active"},
      "done":  "Исполнена"
    },
    "transitions": {
      "send":   {"title": "Отправить", "from": "draft", "to": "sent", "who": "author"},
      "answer": {"title": "Ответить", "from": ["draft", "sent"], "to": "done", "who": "author"},
      "back":   {"title": "Вернуть", "from": "sent", "to": "draft", "who": "author"}
    }
  },
  "edit": {"*": {"draft sent": "author"}},
  "sla": {"reply": {"title": "Ответ", "start": ["sent"], "stop": {"states": "done"}, "target": "4wh"}},
  "timers": {"auto": {"in": "sent", "at": ["now"], "fire": "answer"}}
}
`
const states = ['lifecycle', 'states']
const base = {
  lifecycle: {
    states: { draft: { title: 'Черновик', phase: 'new' }, old: 'Прежняя' },
    transitions: { shelve: { title: 'Убрать', from: ['draft', 'old'], to: 'old', who: 'author' } },
  },
}

describe('adding', () => {
  it('puts a state before another one, with a key from its title', () => {
    const { source: text, key } = addState(source, ['draft', 'sent', 'done'], 'На проверке', 'done')
    expect(key).toBe('na_proverke')
    expect(keysAt(text, states)).toEqual(['draft', 'sent', 'na_proverke', 'done'])
    expect(text).toContain('"sent":  {"title": "Отправлена", "phase": "active"}')
  })
  it('draws a transition that nobody may run yet', () => {
    const { source: text, key } = addStep(source, ['send'], 'Отправить', 'done', 'draft')
    expect(key).not.toBe('send')
    expect(valueAt(text, ['lifecycle', 'transitions', key])).toEqual({ title: 'Отправить', from: 'done', to: 'draft' })
  })
  it('begins a life where there is none', () => {
    const text = beginLife('{"title": "Т"}', { draft: 'Ч', done: 'Г', finish: 'З' })
    expect(valueAt(text, states)).toEqual({ draft: 'Ч', done: 'Г' })
  })
})

describe('taking away', () => {
  it('takes a state with what only led to it, and keeps what left others too', () => {
    const text = takeState(source, {}, JSON.parse(source), 'sent')
    expect(keysAt(text, states)).toEqual(['draft', 'done'])
    expect(valueAt(text, ['lifecycle', 'transitions'])).toEqual({
      answer: { title: 'Ответить', from: 'draft', to: 'done', who: 'author' },
    })
  })
  it('takes what a base has away by null', () => {
    expect(valueAt(take(source, base, 'state', 'old'), [...states, 'old'])).toBeNull()
    expect(valueAt(take(source, base, 'transition', 'send'), ['lifecycle', 'transitions', 'send'])).toBeUndefined()
    const whole = { lifecycle: { ...base.lifecycle } }
    const text = takeState('{}', base, whole, 'draft')
    expect(valueAt(text, ['lifecycle'])).toEqual({ states: { draft: null }, transitions: { shelve: { from: 'old' } } })
  })
  it('takes one of the lines of a transition, the last with the transition', () => {
    expect(
      valueAt(takeSource(source, {}, 'answer', ['draft', 'sent'], 'draft'), [
        'lifecycle',
        'transitions',
        'answer',
        'from',
      ]),
    ).toBe('sent')
    expect(
      valueAt(takeSource(source, {}, 'send', ['draft'], 'draft'), ['lifecycle', 'transitions', 'send']),
    ).toBeUndefined()
  })
})

describe('naming', () => {
  it('keeps a short form short and a long one long', () => {
    expect(valueAt(retitle(source, {}, 'state', 'draft', 'Заготовка', null).source, [...states, 'draft'])).toBe(
      'Заготовка',
    )
    expect(valueAt(retitle(source, {}, 'state', 'sent', 'Ушла', null).source, [...states, 'sent'])).toEqual({
      title: 'Ушла',
      phase: 'active',
    })
  })
  it('says only the title of what a base has in full', () => {
    expect(valueAt(retitle('{}', base, 'state', 'draft', 'Заготовка', null).source, [...states, 'draft'])).toEqual({
      title: 'Заготовка',
    })
  })
  it('gives a thing that is not in force a key from its title, wherever the file names it', () => {
    const { source: text, key } = retitle(source, {}, 'state', 'sent', 'На проверке', {
      taken: ['draft', 'sent', 'done'],
    })
    expect(key).toBe('na_proverke')
    expect(keysAt(text, states)).toEqual(['draft', 'na_proverke', 'done'])
    const { lifecycle, edit, sla, timers } = JSON.parse(text)
    expect(lifecycle.transitions.answer.from).toEqual(['draft', 'na_proverke'])
    expect(lifecycle.transitions.send.to).toBe('na_proverke')
    expect(edit).toEqual({ '*': { 'draft na_proverke': 'author' } })
    expect(sla.reply.start).toEqual(['na_proverke'])
    expect(timers.auto.in).toBe('na_proverke')
    expect(text).not.toContain('"sent"')
  })
  it('follows transitions that timers fire, not those of other records', () => {
    const text = renameThing(source, 'transition', 'answer', 'reply')
    expect(JSON.parse(text).timers.auto.fire).toBe('reply')
    const other = '{"ensure": {"a": {"type": "task", "via": "answer"}}, "lifecycle": {"transitions": {"answer": {}}}}'
    expect(JSON.parse(renameThing(other, 'transition', 'answer', 'reply')).ensure.a.via).toBe('answer')
  })
})

it('moves a state among its neighbours and not beyond', () => {
  expect(keysAt(moveState(source, 'sent', -1), states)).toEqual(['sent', 'draft', 'done'])
  expect(keysAt(moveState(source, 'sent', 1), states)).toEqual(['draft', 'done', 'sent'])
  expect(moveState(source, 'done', 1)).toBe(source)
  expect(moveState(source, 'old', 1)).toBe(source)
})
