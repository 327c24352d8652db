import type { FieldMeta, Json } from '../api/types'
import { sumDecimals } from '../i18n/format'
import { isEmpty, isLocal, isTyped, type Line, localId } from './cell'

/** Pure moves of a rows field; the table only draws them. */

export function addLine(lines: Line[], at = lines.length): Line[] {
  return [...lines.slice(0, at), { id: localId() } as Line, ...lines.slice(at)]
}

export const removeLine = (lines: Line[], at: number): Line[] => lines.filter((_, i) => i !== at)

export function moveLine(lines: Line[], from: number, to: number): Line[] {
  if (to < 0 || to >= lines.length || from === to) return lines
  const rest = removeLine(lines, from)
  return [...rest.slice(0, to), lines[from] as Line, ...rest.slice(to)]
}

export function setCell(lines: Line[], at: number, key: string, value: Json): Line[] {
  return lines.map((line, i) => (i === at ? { ...line, [key]: value } : line))
}

/** A table pasted from a spreadsheet fills typed columns to the right of the given cell, adding lines as needed. */
export function pasteLines(lines: Line[], at: number, column: number, columns: FieldMeta[], text: string): Line[] {
  const grid = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(row => row.split('\t'))
  return grid.reduce((result, texts, down) => {
    const grown = at + down < result.length ? result : addLine(result)
    return texts.reduce((filled, cell, right) => {
      const field = columns[column + right]
      const value = field && isTyped(field) ? pasted(field, cell.trim()) : undefined
      return value === undefined ? filled : setCell(filled, at + down, field?.key ?? '', value)
    }, grown)
  }, lines)
}

function pasted(field: FieldMeta, text: string): Json | undefined {
  if (text === '') return null
  switch (field.kind) {
    case 'text':
      return text
    case 'integer':
      return /^-?\d+$/.test(text.replace(/\s/g, '')) ? Number(text.replace(/\s/g, '')) : undefined
    case 'decimal':
    case 'money': {
      const bare = text.replace(/\s/g, '').replace(',', '.')
      return /^-?\d+(\.\d+)?$/.test(bare) ? bare : undefined
    }
    case 'enum':
      return field.options?.find(o => o.title.toLowerCase() === text.toLowerCase() || o.key === text)?.key
    case 'date': {
      const day = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text)
      return day ? `${day[3]}-${day[2]}-${day[1]}` : undefined
    }
    default:
      return undefined
  }
}

/**
 * Totals by column. A unit price or a count of unlike things summed says nothing: a column gets a total when it is
 * computed, the only amount of the table, or measured in a unit.
 */
export function totalsOf(columns: FieldMeta[], lines: Line[]): Record<string, string> {
  const amounts = columns.filter(c => c.kind === 'money')
  const total: Record<string, string> = {}
  for (const column of columns.filter(isFigure)) {
    const tells = column.readOnly || column.unit || (column.kind === 'money' && amounts.length === 1)
    const filled = lines.map(l => l[column.key]).filter(v => !isEmpty(v))
    if (tells && filled.length > 0 && oneCurrency(column, lines)) total[column.key] = sumDecimals(filled.map(String))
  }
  return total
}

function oneCurrency(column: FieldMeta, lines: Line[]): boolean {
  const by = column.currencyField
  return !by || new Set(lines.filter(l => !isEmpty(l[column.key])).map(l => l[by])).size <= 1
}

/** What is sent: computed columns and local ids stay here. */
export function wireLines(columns: FieldMeta[], lines: Line[]): Json {
  const typed = columns.filter(isTyped).map(c => c.key)
  return lines.map(line => ({
    ...(isLocal(line.id) ? {} : { id: line.id }),
    ...Object.fromEntries(typed.filter(key => line[key] !== undefined).map(key => [key, line[key] as Json])),
  }))
}

/** Lines answered by the server (computed columns filled) under the ids that the table already draws. */
export function keepIds(current: Line[], answered: Line[]): Line[] {
  return answered.map((line, i) => ({ ...line, id: line.id || current[i]?.id || localId() }))
}

/** Figures stand at the right. */
export const isFigure = (column: FieldMeta) =>
  column.kind === 'money' || column.kind === 'decimal' || column.kind === 'integer'

/** Width a column asks for, in rem; the rest goes to words. */
export function widthOf(column: FieldMeta): string {
  if (column.kind === 'money') return '9.5rem'
  if (isFigure(column)) return '7rem'
  if (column.kind === 'date') return '8.5rem'
  if (column.kind === 'bool') return '4rem'
  return 'auto'
}
