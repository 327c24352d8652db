/**
 * Moves the focus among the items of the form as they stand on the screen: up and down to the nearest of the
 * neighbouring row, left and right to the one before and after. False at the ends.
 */
export function walk(from: HTMLElement, key: string): boolean {
  const items = [...document.querySelectorAll<HTMLElement>('[data-item]')].filter(item => item.offsetParent !== null)
  const own = items.filter(item => item.closest('[data-walk]') === from.closest('[data-walk]'))
  const next =
    key === 'ArrowLeft' || key === 'ArrowRight'
      ? own[own.indexOf(from) + (key === 'ArrowLeft' ? -1 : 1)]
      : nearest(from, own, key === 'ArrowUp')
  next?.focus()
  return next !== undefined
}

function nearest(from: HTMLElement, items: HTMLElement[], up: boolean): HTMLElement | undefined {
  const here = from.getBoundingClientRect()
  const beyond = items
    .map(item => ({ item, box: item.getBoundingClientRect() }))
    .filter(({ box }) => (up ? box.bottom <= here.top + 2 : box.top >= here.bottom - 2))
  const edge = up ? Math.max(...beyond.map(b => b.box.bottom)) : Math.min(...beyond.map(b => b.box.top))
  const row = beyond.filter(({ box }) => Math.abs((up ? box.bottom : box.top) - edge) < 8)
  const distance = (box: DOMRect) => Math.abs(box.left - here.left)
  return row.sort((a, b) => distance(a.box) - distance(b.box))[0]?.item
}
