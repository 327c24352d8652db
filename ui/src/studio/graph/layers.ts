import dagre, { type EdgeLabel, type GraphLabel, type NodeLabel } from '@dagrejs/dagre'

export interface Size {
  width: number
  height: number
}

export interface Box extends Size {
  id: string
  rightmost?: boolean // an exit to the side
}

export interface Line extends Size {
  id: string
  from: string // ids of boxes
  to: string
  weight: number
  hidden?: boolean // only keeps boxes in order
}

/** A box, or the place where a line crosses a layer. The one in the middle of a line carries its label. */
export interface Item {
  id: string // of the box or the line
  kind: 'box' | 'bend' | 'label'
  width: number
  height: number
  x: number
}

export interface Layers {
  rows: Item[][] // from the top, each from left to right
  turned: Set<string> // lines that run upwards
}

/** Which layer everything stands in, and in which order: what is declared earlier stands higher, crossings are few. */
export function layersOf(boxes: Box[], lines: Line[]): Layers {
  const graph = new dagre.graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 32, edgesep: 16, ranksep: 20 })
  const order = new Map(boxes.map((b, at) => [b.id, at]))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  const turned = new Set<string>()
  for (const line of lines) {
    const up = (order.get(line.to) ?? 0) < (order.get(line.from) ?? 0)
    if (up) turned.add(line.id)
    const [v, w] = up ? [line.to, line.from] : [line.from, line.to]
    const { width, height, weight } = line
    graph.setEdge(v, w, { width, height, weight, labelpos: 'c' }, line.id)
  }
  const exits = boxes.filter(b => b.rightmost)
  const constraints = exits.flatMap(exit => boxes.filter(b => !b.rightmost).map(b => ({ left: b.id, right: exit.id })))
  dagre.layout(graph, { constraints })
  return { rows: rowsOf(graph, boxes, lines), turned }
}

type Laid = InstanceType<typeof dagre.graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>>

function rowsOf(graph: Laid, boxes: Box[], lines: Line[]): Item[][] {
  const rows = new Map<number, Item[]>()
  const put = (y: number, item: Item) => {
    const at = Math.round(y)
    rows.set(at, [...(rows.get(at) ?? []), item])
  }
  for (const { id, width, height } of boxes) {
    const { x = 0, y = 0 } = graph.node(id)
    put(y, { id, kind: 'box', width, height, x })
  }
  for (const edge of graph.edges()) {
    const line = lines.find(l => l.id === edge.name)
    const laid = graph.edge(edge)
    if (!line || line.hidden) continue
    const between = (laid.points ?? []).slice(1, -1)
    const middle = between.findIndex(p => Math.round(p.y) === Math.round(laid.y ?? 0))
    for (const [at, { x, y }] of between.entries()) {
      const item: Item = { id: line.id, kind: 'bend', width: 0, height: 0, x }
      put(y, at === middle ? { ...item, kind: 'label', width: line.width, height: line.height } : item)
    }
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, items]) => items.sort((a, b) => a.x - b.x))
}
