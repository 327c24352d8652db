import { type RefObject, useEffect, useRef, useState } from 'react'
import { isEmpty, type Lane } from './lanes'

/** Phone: one column fills the screen. Which one it is, and how to get to another. */
export function usePlace(root: RefObject<HTMLElement | null>, phone: boolean, lanes: Lane[]) {
  const [at, setAt] = useState(0)
  const go = (index: number) => root.current?.scrollTo({ left: index * root.current.clientWidth })
  const onScroll = () => {
    const { scrollLeft = 0, clientWidth = 0 } = root.current ?? {}
    if (phone && clientWidth > 0) setAt(Math.round(scrollLeft / clientWidth))
  }
  // It opens where there is something to see.
  const first = lanes.findIndex(lane => !isEmpty(lane))
  const known = lanes.some(lane => lane.counted !== undefined)
  const opened = useRef(false)
  useEffect(() => {
    if (!phone || !known || opened.current) return
    opened.current = true
    if (first > 0) root.current?.scrollTo({ left: first * root.current.clientWidth, behavior: 'instant' })
  }, [phone, known, first, root])
  return { at, go, onScroll }
}
