import { expect, it } from 'vitest'
import { Config } from '../doc/config'
import { modeOf, stages, whereAsked } from './steps'

it('puts steps that are asked together into one stage', () => {
  const found = stages({ head: {}, fin: { parallel: true }, boss: {}, gone: null })
  expect(found.map(s => s.map(one => one.key))).toEqual([['head', 'fin'], ['boss']])
  expect(stages({ first: { parallel: true } })).toHaveLength(1)
})

it('reads how many have to agree', () => {
  expect(modeOf(undefined).kind).toBe('any')
  expect(modeOf('all').kind).toBe('all')
  expect(modeOf({ quorum: 2 })).toEqual({ kind: 'quorum', of: '2' })
  expect(modeOf({ share: '2/3' })).toEqual({ kind: 'share', of: '2/3' })
})

it('begins a route where records wait for somebody', () => {
  const trip = {
    states: { draft: 'Черновик', done: 'Готово', asked: 'На согласовании', no: 'Отклонена' },
    transitions: { send: { from: 'draft' }, yes: { from: 'asked' }, refuse: { from: ['asked'] } },
  }
  const files: Record<string, string> = { 'schemas/hr/types/trip.json': JSON.stringify({ lifecycle: trip }) }
  const config = new Config(Object.keys(files), path => files[path])
  expect(whereAsked(config.type('trip', 'hr'))).toEqual({
    state: 'asked',
    outcomes: { approved: 'yes', rejected: 'refuse' },
  })
})
