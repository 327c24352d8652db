import type { FieldMeta, Refs } from '../api/types'

export type FileFault = { code: 'tooBig' | 'wrongSort'; name: string }

/** What the browser can tell before sending; the server checks again. */
export function checkFile(field: FieldMeta, file: { name: string; size: number; type: string }): FileFault | null {
  if (field.maxSize && file.size > field.maxSize) return { code: 'tooBig', name: file.name }
  if (field.accept?.length && !field.accept.some(sort => accepts(sort, file)))
    return { code: 'wrongSort', name: file.name }
  return null
}

function accepts(sort: string, file: { name: string; type: string }): boolean {
  if (sort.startsWith('.')) return file.name.toLowerCase().endsWith(sort.toLowerCase())
  if (sort.endsWith('/*')) return file.type.startsWith(sort.slice(0, -1))
  // A file whose sort the system does not know is left to the server.
  return file.type === '' || file.type === sort
}

/** «PDF, изображения» from a list of MIME types: short names for people; the word for pictures comes from the dictionary. */
export function sortsOf(accept: string[], word: (family: string) => string): string {
  const names = accept.map(sort => {
    if (sort.endsWith('/*')) return word(sort.slice(0, -2))
    const tail = sort.startsWith('.') ? sort.slice(1) : (sort.split('/')[1] ?? sort)
    return KNOWN[tail] ?? tail.toUpperCase()
  })
  return [...new Set(names)].join(', ')
}

const KNOWN: Record<string, string> = {
  'vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'vnd.ms-excel': 'XLS',
  msword: 'DOC',
  jpeg: 'JPG',
  plain: 'TXT',
}

/** Name that people gave a stored file. One that came before names were kept loses what storage added to it. */
export const nameOf = (stored: string, refs: Refs) => refs[`file/${stored}`]?.title || givenName(stored)

const givenName = (stored: string) => stored.replace(/_[A-Za-z0-9]{10}(\.[A-Za-z0-9]+)?$/, '$1')

export const extensionOf = (name: string) => (/\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1] ?? '').toLowerCase()
