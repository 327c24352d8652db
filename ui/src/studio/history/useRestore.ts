import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { notify } from '../../lib/notify'
import { unsaved } from '../draft/changes'
import type { Config, Draft } from '../draft/types'

/**
 * Going back is publishing: a draft that says what the earlier version said. So the plan is seen first, and records
 * that it leaves no place get one.
 */
export function useRestore() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (revision: number) => {
      const [past, live] = await Promise.all([
        api.get<Config>(`/config/revisions/${revision}`),
        api.get<Config>('/config'),
      ])
      const { files, revert } = unsaved(live.files, past.files)
      const gone = Object.fromEntries(revert.map(path => [path, null]))
      const draft = await api.post<Draft>('/config/drafts', { title: t('studio.history.draft', { revision }) })
      return api.patch<Draft>(`/config/drafts/${draft.id}`, { revision: draft.revision, files: { ...files, ...gone } })
    },
    onSuccess: async draft => {
      await client.invalidateQueries({ queryKey: ['studio', 'drafts'] })
      await navigate({ to: '/studio/$draft/publish', params: { draft: draft.id } })
    },
    onError: error => notify({ message: errorText(error, t), color: 'red' }),
  })
}
