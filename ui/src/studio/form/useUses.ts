import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { useStudio } from '../shell/context'
import { useDesigner } from './designer'

export interface Use {
  file: string
  line: number
  column: number
  path: string
  text: string
  what: string // declaration, name, expression, text, value, translation, scenario, script, convention, literal
  sure: boolean
}

/** Where a field of the type in work is named, in all files of the draft. */
export function useUses(key: string) {
  const { type } = useDesigner()
  const { changes, draft } = useStudio()
  return useQuery({
    queryKey: ['studio', 'uses', type.ref, key, draft?.revision ?? 0],
    queryFn: ({ signal }) =>
      api.post<{ uses: Use[]; whole: boolean }>(
        '/config/uses',
        { files: changes.files, what: 'field', type: type.ref, key },
        { signal },
      ),
    retry: false,
    placeholderData: old => old,
  })
}
