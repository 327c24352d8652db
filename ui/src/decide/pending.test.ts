import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decideSoon, flush, undo } from './pending'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  undo()
  vi.useRealTimers()
})
const decision = (send: (leaving: boolean) => Promise<void>) => ({ record: 't/1', action: 'a', title: 't', send })

describe('a decision that waits', () => {
  it('goes after ten seconds, once', () => {
    const send = vi.fn(async () => {})
    decideSoon(decision(send))
    vi.advanceTimersByTime(9_900)
    expect(send).not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    flush()
    expect(send).toHaveBeenCalledTimes(1)
  })
  it('does not go when taken back', () => {
    const send = vi.fn(async () => {})
    decideSoon(decision(send))
    expect(undo()).toBe(true)
    vi.advanceTimersByTime(20_000)
    expect(send).not.toHaveBeenCalled()
    expect(undo()).toBe(false)
  })
  it('goes at once when the next one comes or the page is left', () => {
    const first = vi.fn(async () => {})
    const second = vi.fn(async () => {})
    decideSoon(decision(first))
    decideSoon(decision(second))
    expect(first).toHaveBeenCalledWith(false)
    window.dispatchEvent(new Event('pagehide'))
    expect(second).toHaveBeenCalledWith(true)
  })
})
