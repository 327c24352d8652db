import { getViewportForBounds, type OnMove, useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { createContext, useCallback, useContext, useEffect, useRef } from 'react'
import type { Layout } from './layout'

/** Room for what lies over the edges of the drawing. */
const padding = { top: '60px', bottom: '52px', left: '56px', right: '40px' } as const
const zooms = { least: 0.3, most: 1 }

export const FitContext = createContext<() => void>(() => {})

/** Shows the whole drawing, never larger than life. */
export const useFit = (): (() => void) => useContext(FitContext)

/**
 * The drawing fits its place from the beginning and as panels come beside it, until somebody moves it by hand. Lines of
 * the problem list that come and go below do not make it jump.
 */
export function useFitting({ width, height }: Layout): { showAll: () => void; onMoveStart: OnMove } {
  const { setViewport } = useReactFlow()
  const store = useStoreApi()
  const wide = useStore(s => s.width)
  const isReady = useStore(s => s.height > 0)
  const moved = useRef(false)
  const showAll = useCallback(() => {
    moved.current = false
    const bounds = { x: 0, y: 0, width, height }
    const high = store.getState().height
    if (wide > 0 && high > 0) {
      void setViewport(getViewportForBounds(bounds, wide, high, zooms.least, zooms.most, padding))
    }
  }, [setViewport, store, wide, width, height])
  useEffect(() => {
    if (isReady && !moved.current) showAll()
  }, [isReady, showAll])
  return {
    showAll,
    onMoveStart: useCallback(event => {
      if (event) moved.current = true
    }, []),
  }
}
