let pressed = false

function setPressed(now: boolean): void {
  pressed = now
}

if (typeof window !== 'undefined') {
  window.addEventListener('pointerdown', () => setPressed(true), true)
  for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => setPressed(false), true)
}

/**
 * Runs the work after the press that is under way. A message that appears when a field is left would otherwise move
 * the page between press and release, and the click on the next button would miss it.
 */
export function afterPress(work: () => void): void {
  if (!pressed) {
    work()
    return
  }
  const ended = new AbortController()
  const later = () => {
    ended.abort()
    setTimeout(work)
  }
  for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, later, { signal: ended.signal })
}
