import { api } from '../../api/client'
import { isFault } from '../../api/fault'
import { prune } from '../doc/edit'
import { useDraft } from '../shell/context'
import { useDesigner } from './designer'
import { renameKept } from './everywhere'
import { fieldPath } from './shape'
import { useHolds } from './useFormDesigner'

interface Renamed {
  files: Record<string, string | null>
}

/** Gives a field another key in everything that names it, also in other files; data under the earlier key stay. */
export function useRenameField(): (from: string, to: string) => Promise<void> {
  const store = useDraft()
  const { type, inForce } = useDesigner()
  const holds = useHolds(type)
  return async (from, to) => {
    const { files } = store.get().changes
    let changed: Record<string, string | null>
    try {
      const asked = { files, what: 'field', type: type.ref, key: from, to }
      changed = (await api.post<Renamed>('/config/rename', asked)).files
    } catch (error) {
      // A draft with errors cannot be renamed through: what this file names is.
      if (!isFault(error) || (error.status !== 404 && error.body.code !== 'rename_broken')) throw error
      const text = store.text(type.file) ?? ''
      changed = { [type.file]: renameKept(text, from, to, holds) }
    }
    const own = changed[type.file]
    if (own && !inForce(from)) changed = { ...changed, [type.file]: prune(own, [...fieldPath(to), 'was']) }
    store.edit(changed, `rename ${from}`)
  }
}
