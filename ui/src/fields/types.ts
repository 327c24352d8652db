import type { ComponentType } from 'react'
import type { FaultBody, FieldMeta, Refs, Values } from '../api/types'
import type { Cell, Cells } from './cell'

/** What binds a control to its label, hint and message. */
export interface A11y {
  id: string
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-required'?: boolean
  'aria-invalid'?: boolean
  /** Where a dialog puts the focus. */
  'data-autofocus'?: true
}

export interface InputProps {
  field: FieldMeta
  /** Type whose field it is; options are asked of it. */
  slug: string
  /** The stored record and the transition that the field is asked for, if any: what may be chosen depends on them. */
  about?: { id?: string | undefined; transition?: string | undefined }
  /** Path from the record: "lines.item" in a table. */
  path: string
  value: Cell
  onChange: (cell: Cell) => void
  onBlur?: () => void
  a11y: A11y
  required: boolean
  /** Messages under this field: "" its own, "2.qty" of a cell. */
  faults: Record<string, FaultBody>
  refs: Refs
  /** Neighbours: an amount reads its currency there, a picker sends them along. */
  cells: Cells
  setCell: (key: string, cell: Cell) => void
  /** Currency drawn inside the amount. */
  currency?: FieldMeta
  /** Stands in a table cell. */
  dense?: boolean
  autoFocus?: boolean
}

export interface ViewProps {
  field: FieldMeta
  value: Cell | undefined
  refs: Refs
  values: Values
  /** Record the value belongs to; files are fetched from it. */
  home?: { slug: string; id: string }
  /** One line in a table or a diff instead of a full view. */
  inline?: boolean
}

/** One kind of field: how it is typed and how it is read. */
export interface FieldKind {
  Input: ComponentType<InputProps>
  View: ComponentType<ViewProps>
}
