import { useEffect, useRef } from 'react'

/** Takes the focus when it appears: the first input of what a key or a click has opened. */
export function useFocusFirst<T extends HTMLElement>() {
  const ref = useRef<T>(null)
  useEffect(() => ref.current?.focus(), [])
  return ref
}
