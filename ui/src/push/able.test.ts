import { describe, expect, it } from 'vitest'
import { ableIn, fateOf, isIos } from './able'

const fine = { secure: true, worker: true, push: true, permission: 'default', ios: false, installed: false } as const

describe('whether a browser can show notifications', () => {
  it.each([
    ['a browser that was not asked yet', {}, 'yes'],
    ['one that was allowed', { permission: 'granted' }, 'yes'],
    ['one that was forbidden', { permission: 'denied' }, 'denied'],
    ['plain http, whatever else', { secure: false, worker: false, push: false, permission: null }, 'insecure'],
    ['an iPhone in the browser, which has none of it', { ios: true, push: false, permission: null }, 'install'],
    ['an iPhone from the home screen', { ios: true, installed: true }, 'yes'],
    ['an old iPhone from the home screen', { ios: true, installed: true, push: false }, 'unsupported'],
    ['no worker', { worker: false }, 'unsupported'],
    ['no push', { push: false, permission: 'denied' }, 'unsupported'],
    ['no notifications', { permission: null }, 'unsupported'],
  ] as const)('%s', (_name, changed, want) => {
    expect(ableIn({ ...fine, ...changed })).toBe(want)
  })

  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)', 5, true],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5, true],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0, false],
    ['Mozilla/5.0 (Linux; Android 14)', 5, false],
  ])('%s with %i touches', (agent, touches, want) => {
    expect(isIos(agent, touches)).toBe(want)
  })
})

describe('what becomes of a subscription', () => {
  const good = { user: 'a', me: 'a', known: true, permission: 'granted', endpoint: 'x', current: 'x' } as const
  it.each([
    ['all as it was', {}, 'keep'],
    ['the browser changed its address', { current: 'y' }, 'renew'],
    ['the browser lost it', { current: null }, 'renew'],
    ['it was ended elsewhere', { known: false }, 'drop'],
    ['somebody else is here', { me: 'b' }, 'drop'],
    ['the person forbade it', { permission: 'denied' }, 'drop'],
    ['the browser forgot the permission', { permission: 'default', current: null }, 'drop'],
  ] as const)('%s', (_name, changed, want) => {
    expect(fateOf({ ...good, ...changed })).toBe(want)
  })
})
