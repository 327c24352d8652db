import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { SavedView, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useLocale } from '../i18n/locale'
import { notify } from '../lib/notify'
import { filterOf } from './condition'
import { type ListView, savedTab } from './view'

/** Keeping lists: under a new name, over the old one, or not any more. */
export function useViewActions(type: TypeMeta, view: ListView) {
  const { t } = useTranslation()
  const { zone } = useLocale()
  const client = useQueryClient()
  const navigate = useNavigate()
  const body = {
    type: type.slug,
    view: view.server,
    filter: filterOf(view.conditions, type, zone),
    state: view.conditions,
    sort: view.sort,
    columns: view.columns,
  }
  const show = (tab?: string) =>
    navigate({ to: '/t/$slug', params: { slug: type.slug }, search: tab ? { view: tab } : {} })
  const onError = (error: unknown) => notify({ color: 'red', message: errorText(error, t) })
  const settled = () => client.invalidateQueries({ queryKey: keys.views })

  const create = useMutation({
    mutationFn: (title: string) => api.post<SavedView>('/views', { ...body, title }),
    onSuccess: async made => {
      await settled()
      show(savedTab(made.id))
    },
    onError,
  })
  const update = useMutation({
    mutationFn: (id: string) => api.patch<SavedView>(`/views/${id}`, body),
    onSuccess: async made => {
      await settled()
      show(savedTab(made.id))
    },
    onError,
  })
  const remove = useMutation({
    mutationFn: (id: string) => api.del(`/views/${id}`),
    onSuccess: async () => {
      await settled()
      show()
    },
    onError,
  })
  return { create, update, remove }
}
