import { expect, it } from 'vitest'
import { Config } from './config'
import { fieldsOf, namesFor, statesOf } from './names'

const files: Record<string, string> = {
  'schemas/base/pack.json': '{"title": "Основа", "roles": {"clerk": "Служащий"}}',
  'schemas/base/types/request.json':
    '{"title": "Заявка", "abstract": true, "data": {"properties": {"title": {"title": "Тема"}}}, "lifecycle": {"states": {"new": "Новая", "done": "Готова"}}}',
  'schemas/hr/pack.json':
    '{"title": "Кадры", "requires": "base", "menu": {"main": {"title": "Кадры", "items": ["trip", "leave"]}}}',
  'schemas/hr/types/leave.json':
    '{"title": "Отпуск", "extends": "base/request", "lifecycle": {"states": {"done": null, "signed": "Подписан"}}}',
  'schemas/hr/types/trip.json':
    '{"title": "Командировка", "data": {"properties": {"leave": {"title": "Отпуск", "x-ref": "leave"}}}}',
  'schemas/hr/types/more.json': '{"augments": "base/request", "data": {"properties": {"cost": {"title": "Цена"}}}}',
  'schemas/hr/registers/days.json': '{"title": "Дни"}',
  'rules/hr/days_left.expr': '1',
}
const config = new Config(Object.keys(files), path => files[path])

it('knows what a type takes from its base, and what not', () => {
  const leave = config.type('leave', 'hr')
  expect(leave?.whole.abstract).toBeUndefined()
  expect(leave?.title).toBe('Отпуск')
  expect(statesOf(leave).map(s => s.value)).toEqual(['new', 'signed'])
  expect(fieldsOf(leave).map(f => f.title)).toEqual(['Тема'])
  expect(fieldsOf(config.type('base/request', 'hr')).map(f => f.value)).toEqual(['title', 'cost'])
})

it('lists things in the order of the menu and by what may be named', () => {
  expect(config.typesOf('hr').map(t => t.key)).toEqual(['trip', 'leave', 'more'])
  expect(namesFor('type', config, 'hr', undefined).map(n => n.value)).toEqual(['trip', 'leave', 'base/request'])
  expect(namesFor('type.field', config, 'hr', config.type('leave', 'hr')).map(n => n.value)).toEqual(['trip.leave'])
  expect(namesFor('register', config, 'hr', undefined)).toMatchObject([{ value: 'days', title: 'Дни' }])
  expect(config.rulesOf('hr')).toMatchObject([{ key: 'days_left', cases: 'rules/hr/days_left.cases.json' }])
})

it('finds what an inherited field points at in the pack of the base', () => {
  const more: Record<string, string> = {
    ...files,
    'schemas/base/types/person.json': '{"title": "Человек", "directory": "person"}',
    'schemas/base/types/request.json': '{"data": {"properties": {"boss": {"title": "Кому", "x-ref": "person"}}}}',
  }
  const both = new Config(Object.keys(more), path => more[path])
  const leave = both.type('leave', 'hr')
  expect(leave && both.pointedAt('person', leave)?.ref).toBe('base/person')
  expect(leave && both.pointedAt('nobody', leave)).toBeUndefined()
})
