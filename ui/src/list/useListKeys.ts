import { useKeys } from '../keys/useKeys'

interface ListKeys {
  rows: string[] // ids in order
  current: number
  onCurrent: (index: number) => void
  onOpen: (index: number) => void
  onPeek: (id: string) => void
  onSelect: (id: string, range: boolean) => void
  onSelectAll: () => void
  onFilter: () => void
  onSearch: () => void
  onEscape: () => unknown
}

/** Keys of a list. The guide's map (§5), by place on the keyboard. */
export function useListKeys(list: ListKeys): void {
  const { rows, current } = list
  const step = (by: number) => () => {
    if (rows.length === 0) return false
    list.onCurrent(Math.min(rows.length - 1, Math.max(0, current + by)))
  }
  const withRow = (act: (id: string, index: number) => void) => () => {
    const id = rows[current]
    if (id === undefined) return false
    act(id, current)
  }
  useKeys({
    KeyJ: step(1),
    ArrowDown: step(1),
    KeyK: step(-1),
    ArrowUp: step(-1),
    PageDown: step(15),
    PageUp: step(-15),
    Home: step(-rows.length),
    End: step(rows.length),
    KeyX: withRow(id => list.onSelect(id, false)),
    'Shift+KeyX': withRow(id => list.onSelect(id, true)),
    Enter: withRow((_, index) => list.onOpen(index)),
    Space: withRow(id => list.onPeek(id)),
    'Ctrl+KeyA': () => list.onSelectAll(),
    KeyF: () => list.onFilter(),
    Slash: () => list.onSearch(),
    Escape: () => list.onEscape(),
  })
}
