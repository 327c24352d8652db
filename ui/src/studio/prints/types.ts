/** One page of a paper, in millimetres from its top left corner. */
export interface SheetPage {
  width: number
  height: number
  lines: SheetLine[]
  paths: { d: string; fill?: string; stroke?: string }[]
}

export interface SheetLine {
  x: number
  y: number
  width: number
  size: number
  bold?: boolean
  color?: string
  text: string
}

/** POST /config/print */
export interface Proof {
  record: string
  name: string
  offers: boolean
  may: boolean
  failed: { block: string; text: string }[]
  pages: SheetPage[]
  more: number
}
