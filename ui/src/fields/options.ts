import type { Values } from '../api/types'
import { type Cell, type Cells, filesOf, isFile } from './cell'

/** Cells as plain values, for the question what may be chosen now; a file not yet sent goes by its name. */
export function neighbours(cells: Cells): Values {
  const plain = (cell: Cell): Values[string] => {
    if (isFile(cell)) return cell.name
    if (Array.isArray(cell) && cell.some(isFile)) return filesOf(cell).map(file => (isFile(file) ? file.name : file))
    return cell as Values[string]
  }
  return Object.fromEntries(
    Object.entries(cells)
      .filter(([, cell]) => cell !== null)
      .map(([key, cell]) => [key, plain(cell)]),
  )
}
