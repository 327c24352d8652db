/** What the server takes with one comment; it checks again. */
export const maxFiles = 10
export const maxSize = 20 * 2 ** 20

export type Refusal = { code: 'tooBig'; name: string } | { code: 'tooMany' }

/** Adds chosen files to those that wait; the first that does not fit is named. */
export function attach(waiting: File[], chosen: File[]): { files: File[]; refused: Refusal | null } {
  const fit = chosen.filter(file => file.size <= maxSize)
  const big = chosen.find(file => file.size > maxSize)
  const files = [...waiting, ...fit]
  if (files.length > maxFiles) return { files: files.slice(0, maxFiles), refused: { code: 'tooMany' } }
  return { files, refused: big ? { code: 'tooBig', name: big.name } : null }
}

/** Files of a paste. A table copied from a sheet comes as text and as its picture: then the text is meant. */
export const pasted = (data: DataTransfer): File[] => (data.types.includes('text/plain') ? [] : [...data.files])
