import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, type Edge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Kind } from './kinds'

/** What is carried: a field, a kind of which one is to be made, a section. */
export type Cargo = { carries: 'field' | 'section'; key: string } | { carries: 'new'; kind: Kind }

const isCargo = (data: Record<string, unknown>): data is Cargo & Record<string, unknown> =>
  typeof data.carries === 'string'

/** Where it may be put down: at a field, into a section, beside a section. */
export interface Target {
  section: string
  field?: string
}

export function useDrag(box: RefObject<HTMLElement | null>, cargo: Cargo, enabled = true): boolean {
  const [dragging, setDragging] = useState(false)
  const latest = useRef(cargo)
  latest.current = cargo
  useEffect(() => {
    if (!box.current || !enabled) return
    return draggable({
      element: box.current,
      getInitialData: () => ({ ...latest.current }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
  }, [box, enabled])
  return dragging
}

/** Where the line stands that shows where something will go. */
export function useDrop(
  box: RefObject<HTMLElement | null>,
  target: Target,
  edges: Edge[],
  takes: (cargo: Cargo) => boolean,
): Edge | 'in' | null {
  const [edge, setEdge] = useState<Edge | 'in' | null>(null)
  const latest = useRef({ target, edges, takes })
  latest.current = { target, edges, takes }
  useEffect(() => {
    if (!box.current) return
    return combine(
      dropTargetForElements({
        element: box.current,
        canDrop: ({ source }) => isCargo(source.data) && latest.current.takes(source.data),
        getData: ({ input, element }) => {
          const { target: own, edges: allowedEdges } = latest.current
          const data = { ...own }
          return allowedEdges.length > 0 ? attachClosestEdge(data, { input, element, allowedEdges }) : data
        },
        onDrag: ({ self, location }) => {
          const innermost = location.current.dropTargets[0]?.element === self.element
          setEdge(innermost ? (extractClosestEdge(self.data) ?? 'in') : null)
        },
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    )
  }, [box])
  return edge
}

/** Hears what was put down where. */
export function useDropped(act: (cargo: Cargo, target: Target, edge: Edge | null) => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => isCargo(source.data),
        onDrop: ({ source, location }) => {
          const to = location.current.dropTargets[0]
          if (to && isCargo(source.data)) {
            latest.current(source.data, to.data as unknown as Target, extractClosestEdge(to.data))
          }
        },
      }),
    [],
  )
}
