import { useEffect, useRef } from 'react'

interface Does {
  send: () => void
  keep?: () => void
}

/**
 * Ctrl+Enter sends, Ctrl+S keeps the draft, also while typing. Heard before the controls, because an open list
 * would take the Enter. By physical key, so that the Russian layout works.
 */
export function useSendKeys(does: Does, scope: 'page' | 'dialog'): void {
  const now = useRef(does)
  now.current = does
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return
      const inDialog = e.target instanceof HTMLElement && e.target.closest('[role="dialog"]') !== null
      if (inDialog !== (scope === 'dialog')) return
      if (e.code === 'Enter' || e.code === 'NumpadEnter') now.current.send()
      else if (e.code === 'KeyS' && now.current.keep) now.current.keep()
      else return
      e.preventDefault()
      e.stopPropagation()
    }
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [scope])
}
