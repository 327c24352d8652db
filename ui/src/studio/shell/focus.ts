import { useSearch } from '@tanstack/react-router'
import { createContext, useContext, useEffect, useMemo } from 'react'
import type { Path } from '../doc/json'

/** Which file the section shows, so that its text can stand beside it. */
export const ShownFileContext = createContext<(file: string) => void>(() => {})

export function useShownFile(file: string): void {
  const show = useContext(ShownFileContext)
  useEffect(() => {
    show(file)
    return () => show('')
  }, [file, show])
}

/** The place in the shown file that the address points at: a problem, a use. */
export function useFocus(file: string): Path | undefined {
  const { at, file: meant } = useSearch({ strict: false }) as { at?: string; file?: string }
  return useMemo(() => (meant === file ? readPlace(at) : undefined), [at, meant, file])
}

export const writePlace = (path: Path): string => JSON.stringify(path)

function readPlace(text: string | undefined): Path | undefined {
  if (!text) return undefined
  try {
    const path: unknown = JSON.parse(text)
    return Array.isArray(path) ? (path as Path) : undefined
  } catch {
    return undefined
  }
}
