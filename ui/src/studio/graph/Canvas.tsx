import { Background, type Node, type NodeChange, Panel, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from '../../i18n'
import { useBoard } from './board'
import { FitContext, useFitting } from './fit'
import css from './graph.module.css'
import { useHand } from './hand'
import { Legend } from './Legend'
import { Lines } from './Lines'
import { layoutOf } from './layout'
import { MarkBox } from './MarkBox'
import { markWord } from './marks'
import { type Moved, movedRoutes } from './moved'
import { StateBox } from './StateBox'
import { isMark } from './shape'
import { Tools } from './Tools'
import { useCanvasKeys } from './useCanvasKeys'
import { useSizes } from './useSizes'
import { useSpots } from './useSpots'
import { Zoom } from './Zoom'

const boxTypes = { state: StateBox, mark: MarkBox }

/** The life cycle drawn: states from the top down, transitions as lines between them. */
export default function Canvas() {
  return (
    <ReactFlowProvider>
      <Drawing />
    </ReactFlowProvider>
  )
}

function Drawing() {
  const { t } = useTranslation()
  const { life, shape } = useBoard()
  const hand = useHand()
  const markTitle = useCallback((id: string) => (isMark(id) ? t(markWord[id]) : id), [t])
  const sizes = useSizes(life, shape, markTitle)
  const laid = useMemo(() => layoutOf(shape, sizes), [shape, sizes])
  const [moved, setMoved] = useState<Moved>({})
  const layout = useMemo(() => movedRoutes(shape, laid, moved), [shape, laid, moved])
  const spots = useSpots(shape, layout)
  const keys = useCanvasKeys(spots)
  const { showAll, onMoveStart } = useFitting(laid)
  const nodes = useMemo<Node[]>(
    () =>
      shape.boxes.flatMap(id => {
        const box = layout.boxes[id]
        if (!box) return []
        const { x, y, width, height } = box
        return [
          {
            id,
            type: isMark(id) ? 'mark' : 'state',
            position: { x, y },
            width,
            height,
            measured: { width, height },
            data: {},
            ariaRole: 'group' as const,
            domAttributes: { 'aria-roledescription': undefined },
          },
        ]
      }),
    [shape, layout],
  )
  const onNodesChange = (changes: NodeChange[]) => {
    for (const change of changes) {
      if (change.type !== 'position' || !change.position) continue
      const { id, position } = change
      setMoved(before => ({ ...before, [id]: position }))
    }
  }
  return (
    <section className={css.canvas} aria-label={t('studioGraph.canvas')} onKeyDown={keys.onKeyDown}>
      <FitContext value={showAll}>
        <ReactFlow
          nodes={nodes}
          edges={[]}
          nodeTypes={boxTypes}
          onNodesChange={onNodesChange}
          onMoveStart={onMoveStart}
          onConnect={({ source, target }) => hand.join(source, target)}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          nodeDragThreshold={6}
          connectionRadius={36}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          zoomOnDoubleClick={false}
          panOnScroll
          minZoom={0.25}
          maxZoom={1.6}
          proOptions={{ hideAttribution: true }}
        >
          <Background gap={22} size={1} color="var(--k-line2)" />
          <Lines layout={layout} />
          <Panel position="top-left">
            <Tools onArrange={() => setMoved({})} />
          </Panel>
          <Panel position="bottom-left">
            <Zoom />
          </Panel>
          <Panel position="bottom-right">
            <Legend />
          </Panel>
        </ReactFlow>
      </FitContext>
    </section>
  )
}
