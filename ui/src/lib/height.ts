import { useCallback } from 'react'

/** Keeps the height of an element in a custom property of its parent: what sticks below it follows. */
export function useHeightVar(name: `--${string}`): (el: HTMLElement | null) => (() => void) | undefined {
  return useCallback(
    el => {
      const parent = el?.parentElement
      if (!el || !parent) return undefined
      const tell = () => parent.style.setProperty(name, `${el.offsetHeight}px`)
      const watch = new ResizeObserver(tell)
      watch.observe(el)
      tell()
      return () => watch.disconnect()
    },
    [name],
  )
}
