import { RowsTable } from './RowsTable'
import { RowsView } from './RowsView'
import type { FieldKind } from './types'

export const rows: FieldKind = { Input: RowsTable, View: RowsView }
