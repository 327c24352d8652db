import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import { keys } from '../api/keys'
import type { Entries, Register, Sums } from '../api/process'
import type { Json, Refs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import type { Axis } from './axes'

/** Dimensions held at a value: a currency, so that amounts of several are never added up. */
export type Where = Record<string, string>

export const useRegisters = () =>
  useQuery({
    queryKey: keys.registers,
    queryFn: () => api.get<{ registers: Register[] }>('/registers').then(a => a.registers),
  })

/** Sums by some axes; `where` holds dimensions at a value. */
export const useSums = (register: string, by: string[], where: Where = {}, enabled = true) =>
  useQuery({
    queryKey: keys.sums(register, { by, where }),
    queryFn: ({ signal }) => api.get<Sums>(`/registers/${register}/balances`, { ...where, by: by.join(',') }, signal),
    enabled,
    placeholderData: old => old,
  })

export const useEntries = (register: string, query: Record<string, string>) =>
  useInfiniteQuery({
    queryKey: keys.sums(register, { entries: query }),
    queryFn: ({ pageParam, signal }) =>
      api.get<Entries>(`/registers/${register}/entries${exact(query, pageParam)}`, {}, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })

/** An empty value of a dimension is one too: it must be said. */
function exact(query: Record<string, string>, cursor: string | null): string {
  return `?${new URLSearchParams({ ...query, ...(cursor && { cursor }) })}`
}

/** The name of a value on an axis: titles for references and choices, months in words. */
export function useNames(types: TypeMeta[]) {
  const f = useFormat()
  const { t } = useTranslation()
  return (axis: Axis | undefined, value: Json, refs: Refs): string => {
    if (value === null) return t('common.empty')
    const text = String(value)
    const info = refs[text]
    if (info) return info.title || t('common.gone')
    if (axis?.field?.kind === 'enum') return axis.field.options?.find(o => o.key === text)?.title ?? text
    if (axis?.field?.key === 'status') {
      const state = types.flatMap(type => type.states).find(s => s.key === text)
      if (state) return state.title
    }
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (/^\d{4}-\d{2}$/.test(text) || axis?.monthly) return month(text.slice(0, 7), f.locale.lang)
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? f.fullDate(text) : text
  }
}

function month(text: string, lang: 'ru' | 'en'): string {
  const name = new Intl.DateTimeFormat(lang === 'ru' ? 'ru-RU' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${text}-01T00:00:00Z`))
  return name.replace(/\s?г\.$/, '').replace(/^./, c => c.toUpperCase())
}
