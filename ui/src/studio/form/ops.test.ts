import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Config } from '../doc/config'
import { type JsonObject, keysAt, valueAt } from '../doc/json'
import { choicesOf, renameChoice } from './choices'
import { deleteField, isRead, renameField, renameKept } from './everywhere'
import { kindOf, newField, offered } from './kinds'
import {
  addField,
  addSection,
  freshKey,
  movable,
  moveField,
  moveSection,
  type Place,
  removeSection,
  setRequired,
  stepOf,
  takeOff,
  titleSection,
} from './ops'
import { reserved } from './reserved'
import { baseOf, rest, shapeOf } from './shape'

const request = `{
  "title": "Заявка",
  "abstract": true,
  "data": {"properties": {"title": {"title": "Тема", "type": "string"}, "source": {"title": "Откуда", "type": "string", "x-widget": "hidden"}}, "required": ["title"]},
  "groups": {"who": ["title"]},
  "sections": {"main": {"title": "Заявка", "fields": ["title"]}}
}
`
const order = `{
  "title": "Заказ",
  "extends": "request",
  "data": {
    "properties": {
      "amount": {"title": "Сумма", "x-money": "KZT"},
      "when":   {"title": "Когда", "type": "string", "format": "date"},
      "kind":   {"title": "Вид", "enum": ["a", "b"], "x-labels": {"a": "Первый", "b": "Второй"}, "default": "a"},
      "lines":  {"title": "Строки", "type": "array", "items": {"properties": {"amount": {"title": "Сумма", "type": "number"}}, "required": ["amount"]}}
    },
    "required": ["amount"]
  },
  "groups": {"money": ["amount"]},
  "sections": {"pay": {"title": "Оплата", "fields": ["@money", "when"]}, "more": ["kind"]},
  "rules": {"some": {"check": "amount > 0", "message": "{amount}", "fields": ["amount"]}},
  "lifecycle": {
    "states": {"new": "Новый", "done": "Готов"},
    "transitions": {"go": {"title": "Дальше", "from": "new", "to": "done", "who": "author", "require": ["amount", {"field": "when", "message": "Когда?"}], "input": "amount",
      "then": [{"set": {"amount": 1, "when": null}}]}}
  },
  "access": {"all": {"who": "author", "read": ["*", "!amount"]}},
  "edit": {"amount when": {"new": "author"}, "kind": {"new": "author"}},
  "views": {"all": {"title": "Все", "columns": ["amount", "when"], "sort": "-amount"}}
}
`
const file = 'schemas/p/types/order.json'

function read(text = order) {
  const files: Record<string, string> = {
    'schemas/p/pack.json': '{"title": "П"}',
    'schemas/p/types/request.json': request,
    [file]: text,
  }
  const config = new Config(Object.keys(files), path => files[path])
  const type = config.type('order', 'p')
  if (!type) throw new Error('no type')
  return { type, form: shapeOf(config, type), base: baseOf(config, type) }
}
const parts = (text: string) => Object.fromEntries(read(text).form.sections.map(s => [s.key, s.fields]))
const move = (text: string, key: string, place: Place) => moveField(text, read(text).form, key, place)

describe('a form as its file and its bases say it', () => {
  it('opens groups, keeps the order, puts the rest last', () => {
    const { form } = read()
    expect(parts(order)).toEqual({ main: ['title'], pay: ['amount', 'when'], more: ['kind'], [rest]: ['lines'] })
    expect(form.off).toEqual(['source'])
    expect(form.fields.get('title')).toMatchObject({ inherited: true, required: true })
    expect(form.fields.get('amount')).toMatchObject({ inherited: false, kind: 'money', required: true })
    expect(form.fields.get('lines')?.kind).toBe('rows')
  })
  it('every kind that is offered reads back as itself', () => {
    const around = {
      person: 'base/user',
      other: 'p/order',
      series: 's',
      pointing: 'p/x.y',
      currency: 'KZT',
      words: { option: 'Вариант', column: 'Столбец' },
    }
    for (const kind of offered)
      expect(kindOf(newField(kind, 'Поле', around), target => target === 'base/user')).toBe(kind)
  })
  it('knows the names that expressions keep for themselves', () => {
    const go = readFileSync(`${import.meta.dirname}/../../../../internal/rule/reserved.go`, 'utf8')
    const names = [...go.matchAll(/": +"([a-z_ ]+)"/g)].flatMap(m => (m[1] ?? '').split(' '))
    expect(names.length).toBeGreaterThan(40)
    expect(names.filter(name => !reserved.includes(name))).toEqual([])
    expect(freshKey(read().type, 'Sum')).toBe('sum_2')
    expect(freshKey(read().type, 'Сумма')).toBe('summa')
  })
})

describe('a new field', () => {
  it('stands in its section and among the declarations at the same place', () => {
    const text = addField(
      order,
      read().form,
      'why',
      { title: 'Зачем', type: 'string' },
      { section: 'pay', before: 'when' },
    )
    expect(parts(text).pay).toEqual(['amount', 'why', 'when'])
    expect(keysAt(text, ['data', 'properties'])).toEqual(['amount', 'why', 'when', 'kind', 'lines'])
    expect(text).toContain('"when":   {"title": "Когда"')
  })
  it('needs no section', () => {
    const bare = '{"title": "Т", "data": {"properties": {"a": {"title": "А", "type": "string"}}}}\n'
    const text = addField(bare, read(bare).form, 'b', { title: 'Б', type: 'string' }, { section: rest, before: 'a' })
    expect(parts(text)).toEqual({ [rest]: ['b', 'a'] })
    const made = addSection(text, 'Основное', read(text).form)
    expect(made.key).toBe('main')
    expect(parts(move(made.text, 'a', { section: 'main' }))).toEqual({ main: ['a'], [rest]: ['b'] })
  })
  it('stands in a section of a base by a list in this file, under the title of the base', () => {
    const text = addField(
      order,
      read().form,
      'why',
      { title: 'Зачем', type: 'string' },
      { section: 'main', before: 'title' },
    )
    expect(parts(text).main).toEqual(['why', 'title'])
    expect(valueAt(text, ['sections', 'main'])).toEqual({ fields: ['why', 'title'] })
    expect(read(text).form.sections[0]?.title).toBe('Заявка')
  })
})

describe('moving', () => {
  it('goes between sections, short forms too, and back', () => {
    const there = move(order, 'when', { section: 'more', before: 'kind' })
    expect(parts(there)).toMatchObject({ pay: ['amount'], more: ['when', 'kind'] })
    expect(valueAt(there, ['sections', 'more'])).toEqual(['when', 'kind'])
    expect(parts(move(there, 'when', { section: 'pay' }))).toMatchObject({ pay: ['amount', 'when'], more: ['kind'] })
  })
  it('out of all sections and in again', () => {
    const out = move(order, 'kind', { section: rest })
    expect(parts(out)).toMatchObject({ more: [], [rest]: ['lines', 'kind'] })
    expect(parts(move(out, 'kind', { section: rest, before: 'lines' }))[rest]).toEqual(['kind', 'lines'])
  })
  it('steps over the edge of a section, and stops at the ends of the form', () => {
    const { form } = read()
    expect(stepOf(form, 'when', 1)).toEqual({ section: 'more', before: 'kind' })
    expect(stepOf(form, 'amount', 1)).toEqual({ section: 'pay', before: undefined })
    expect(stepOf(form, 'when', -1)).toEqual({ section: 'pay', before: 'amount' })
    expect(stepOf(form, 'amount', -1)).toEqual({ section: 'main', before: undefined })
    expect(stepOf(form, 'title', -1)).toBeUndefined()
    expect(stepOf(form, 'lines', 1)).toBeUndefined()
  })
  it('moves sections of this file, not those of a base', () => {
    const { form, base } = read()
    expect(movable(form, base)).toEqual(['pay', 'more'])
    expect(Object.keys(parts(moveSection(order, ['pay', 'more'], 'more', 'pay')))).toEqual([
      'main',
      'more',
      'pay',
      rest,
    ])
    expect(moveSection(order, ['pay', 'more'], 'main', 'pay')).toBe(order)
  })
  it('titles and removes sections; fields stay', () => {
    expect(valueAt(titleSection(order, 'more', 'Ещё'), ['sections', 'more'])).toEqual({
      title: 'Ещё',
      fields: ['kind'],
    })
    const { type, base } = read()
    expect(parts(removeSection(order, type, base, 'pay'))[rest]).toEqual(['amount', 'when', 'lines'])
    const without = removeSection(order, type, base, 'main')
    expect(valueAt(without, ['sections', 'main'])).toBeNull()
    expect(parts(without)[rest]).toContain('title')
  })
})

describe('off the form', () => {
  it('keeps the field and puts it back', () => {
    const off = takeOff(order, read().form, 'when')
    expect(read(off).form.off).toEqual(['source', 'when'])
    expect(parts(off).pay).toEqual(['amount'])
    expect(valueAt(off, ['lifecycle'])).toEqual(valueAt(order, ['lifecycle']))
    const back = move(off, 'when', { section: 'more' })
    expect(parts(back).more).toEqual(['kind', 'when'])
    expect(valueAt(back, ['data', 'properties', 'when'])).toEqual({ title: 'Когда', type: 'string', format: 'date' })
  })
  it('works for what a base has', () => {
    const off = takeOff(order, read().form, 'title')
    expect(read(off).form.off).toEqual(['title', 'source'])
    expect(parts(move(off, 'title', { section: 'main' })).main).toEqual(['title'])
    const shown = move(order, 'source', { section: 'more' })
    expect(read(shown).form.off).toEqual([])
    expect(valueAt(shown, ['data', 'properties', 'source'])).toEqual({ 'x-widget': null })
  })
})

describe('a field everywhere', () => {
  it('is deleted from all that names it', () => {
    const text = deleteField(order, 'amount', false)
    const whole = valueAt(text) as JsonObject
    expect(read(text).form.fields.has('amount')).toBe(false)
    expect(JSON.stringify({ ...whole, rules: 0, data: 0 })).not.toContain('amount')
    expect(valueAt(text, ['data', 'properties', 'lines', 'items', 'required'])).toEqual(['amount']) // of its own
    expect(valueAt(text, ['data', 'required'])).toBeUndefined()
    expect(valueAt(text, ['rules', 'some'])).toEqual({ check: 'amount > 0', message: '{amount}' })
    expect(valueAt(text, ['lifecycle', 'transitions', 'go', 'require'])).toEqual([{ field: 'when', message: 'Когда?' }])
    expect(whole.edit).toEqual({ when: { new: 'author' }, kind: { new: 'author' } })
    expect(valueAt(text, ['sections', 'pay', 'fields'])).toEqual(['@money', 'when'])
    expect(valueAt(text, ['groups', 'money'])).toEqual([])
  })
  it('takes the condition on it along', () => {
    const text = deleteField(order, 'when', false)
    expect(valueAt(text, ['lifecycle', 'transitions', 'go', 'require'])).toEqual(['amount'])
    expect(valueAt(text, ['lifecycle', 'transitions', 'go', 'then', 0, 'set'])).toEqual({ amount: 1 })
  })
  it('of a base is taken away by null', () => {
    const text = deleteField(order, 'title', true)
    expect(valueAt(text, ['data', 'properties', 'title'])).toBeNull()
    expect(read(text).form.fields.has('title')).toBe(false)
  })
  it('is renamed in all that names it, keeping signs and data', () => {
    const text = renameField(order, 'amount', 'total')
    expect(valueAt(text, ['views', 'all'])).toEqual({ title: 'Все', columns: ['total', 'when'], sort: '-total' })
    expect(valueAt(text, ['access', 'all', 'read'])).toEqual(['*', '!total'])
    expect(keysAt(text, ['edit'])).toEqual(['total when', 'kind'])
    expect(parts(text).pay).toEqual(['total', 'when'])
    expect(valueAt(text, ['data', 'properties', 'lines', 'items', 'required'])).toEqual(['amount'])
  })
  it('remembers the keys under which records hold it, and no others', () => {
    const live = (key: string) => key === 'amount'
    const once = renameKept(order, 'amount', 'total', live)
    const was = (text: string, key: string) => valueAt(text, ['data', 'properties', key, 'was'])
    expect(was(once, 'total')).toBe('amount')
    const twice = renameKept(once, 'total', 'whole', live)
    expect(was(twice, 'whole')).toBe('amount')
    expect(valueAt(renameKept(twice, 'whole', 'amount', live))).toEqual(valueAt(order))
    expect(
      was(
        renameKept(once, 'total', 'whole', () => true),
        'whole',
      ),
    ).toEqual(['amount', 'total'])
  })
  it('tells whether an expression reads it', () => {
    expect(isRead(order, 'amount')).toBe(true)
    expect(isRead(order, 'when')).toBe(false)
    expect(isRead(order.replace('amount > 0', 'parent.when > 0'), 'when')).toBe(false)
  })
  it('is required here, or as its base says', () => {
    const text = setRequired(order, ['data'], 'when', true)
    expect(valueAt(text, ['data', 'required'])).toEqual(['amount', 'when'])
    expect(
      valueAt(setRequired(setRequired(text, ['data'], 'when', false), ['data'], 'amount', false), ['data', 'required']),
    ).toBeUndefined()
  })
})

describe('choices', () => {
  const path = ['data', 'properties', 'kind']
  const decl = (text: string) => valueAt(text, path) as JsonObject
  it('take another key and remember under which they are stored', () => {
    const once = renameChoice(order, path, decl(order), 'a', 'first', true)
    expect(decl(once)).toMatchObject({
      enum: ['first', 'b'],
      'x-labels': { first: 'Первый', b: 'Второй' },
      default: 'first',
    })
    expect(decl(once)['x-was']).toEqual({ first: 'a' })
    const twice = renameChoice(once, path, decl(once), 'first', 'prime', false)
    expect(decl(twice)['x-was']).toEqual({ prime: 'a' })
    const back = renameChoice(twice, path, decl(twice), 'prime', 'a', false)
    expect(decl(back)).toEqual(decl(order))
    expect(choicesOf(decl(back))).toEqual([
      { key: 'a', label: 'Первый' },
      { key: 'b', label: 'Второй' },
    ])
  })
  it('forget nothing when they are in no record yet', () => {
    expect(decl(renameChoice(order, path, decl(order), 'b', 'second', false))['x-was']).toBeUndefined()
  })
})
