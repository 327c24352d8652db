import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useFocus, writePlace } from '../shell/focus'
import type { Chosen } from './board'
import { placeOf } from './edits'

/** What is chosen stands in the address: a problem leads here, and a link can be sent. */
export function useChosen(file: string): [Chosen | null, (chosen: Chosen | null) => void] {
  const focus = useFocus(file)
  const navigate = useNavigate()
  const [, part, name] = focus?.[0] === 'lifecycle' ? focus.map(String) : []
  const chosen = useMemo<Chosen | null>(() => {
    if (!name) return null
    return part === 'states'
      ? { kind: 'state', key: name }
      : part === 'transitions'
        ? { kind: 'transition', key: name }
        : null
  }, [part, name])
  const choose = useCallback(
    (next: Chosen | null) => {
      const search = next ? { at: writePlace(placeOf(next.kind, next.key)), file } : {}
      void navigate({ to: '.', search, replace: true, resetScroll: false })
    },
    [navigate, file],
  )
  return [chosen, choose]
}
