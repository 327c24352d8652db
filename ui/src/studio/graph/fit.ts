import { getViewportForBounds, type OnMove, useReactFlow, useStore } from '@xyflow/react'
import { createContext, useCallback, useContext, useEffect, useRef } from 'react'
import type { Layout } from './layout'

/** Room for what lies over the edges of the drawing. */
const padding = { top: '60px', bottom: '52px', left: '56px', right: '40px' } as const
const zooms = { least: 0.3, most: 1 }

export const FitContext = createContext<() => void>(() => {})

/** Shows the whole drawing, never larger than life. */
export const useFit = (): (() => void) => useContext(FitContext)

/** The drawing fits its place from the beginning and as that changes, until somebody moves it by hand. */
export function useFitting({ width, height }: Layout): { showAll: () => void; onMoveStart: OnMove } {
  const { setViewport } = useReactFlow()
  const wide = useStore(s => s.width)
  const high = useStore(s => s.height)
  const moved = useRef(false)
  const showAll = useCallback(() => {
    if (wide === 0 || high === 0) return
    moved.current = false
    const bounds = { x: 0, y: 0, width, height }
    void setViewport(getViewportForBounds(bounds, wide, high, zooms.least, zooms.most, padding))
  }, [setViewport, wide, high, width, height])
  useEffect(() => {
    if (!moved.current) showAll()
  }, [showAll])
  return {
    showAll,
    onMoveStart: useCallback(event => {
      if (event) moved.current = true
    }, []),
  }
}
