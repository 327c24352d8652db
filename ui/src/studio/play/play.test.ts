import { expect, it } from 'vitest'
import { stepOf } from './PlayRecord'
import { saidOf } from './Story'

it('says in a step what a button does', () => {
  expect(stepOf({ key: 'submit' }, 'trip')).toEqual({ do: 'transition', record: 'trip', transition: 'submit' })
  const vote = { route: 'main', step: 'head', title: 'Согласовать', verdict: 'approve', round: 1, hash: 'x' }
  expect(stepOf({ key: 'approve', vote }, 'trip')).toEqual({
    do: 'vote',
    record: 'trip',
    route: 'main',
    step: 'head',
    verdict: 'approve',
  })
  expect(stepOf({ key: 'x', vote: { ...vote, outcome: 'with_remarks' } }, 'trip').verdict).toBe('with_remarks')
})

it('tells a line of history', () => {
  const told = { at: '', by: 'ann', name: 'Анна', action: 'transition', title: 'Отпуск' }
  expect(saidOf({ ...told, transition: 'Отправить', from: 'Черновик', to: 'На согласовании' })).toBe(
    'Отправить · Черновик → На согласовании · Отпуск',
  )
})
