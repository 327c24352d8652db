import type { Values } from '../api/types'
import { type Cells, isFile } from '../fields/cell'

/** What is kept on this device until the form is sent. Files cannot be kept; their names say what was there. */
export interface Draft {
  at: string
  values: Values
  files: string[]
  /** Revision of the stored record that was being changed. */
  revision?: number
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const draftKey = (user: string, slug: string, id?: string) => `kontora.draft.${user}.${slug}.${id ?? 'new'}`

/** Writes the draft; false when the device refuses (private mode, no room). */
export function saveDraft(store: Store, key: string, cells: Cells, at: string, revision?: number): boolean {
  const files: string[] = []
  const values: Values = {}
  for (const [field, cell] of Object.entries(cells)) {
    if (isFile(cell)) files.push(cell.name)
    else if (Array.isArray(cell) && cell.some(isFile)) {
      files.push(...cell.filter(isFile).map(file => file.name))
      values[field] = cell.filter(item => !isFile(item)) as Values[string]
    } else values[field] = cell as Values[string]
  }
  try {
    store.setItem(key, JSON.stringify({ at, values, files, revision } satisfies Draft))
    return true
  } catch {
    return false
  }
}

export function loadDraft(store: Store, key: string): Draft | null {
  try {
    const draft = JSON.parse(store.getItem(key) ?? 'null') as Draft | null
    return draft && typeof draft.at === 'string' && typeof draft.values === 'object' ? draft : null
  } catch {
    return null
  }
}

export function dropDraft(store: Store, key: string): void {
  try {
    store.removeItem(key)
  } catch {
    // A device that refuses to forget refused to remember, too.
  }
}
