import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import type { Me, Meta, Prefs } from '../api/types'
import { setLang } from '../i18n'

/** Applies the person's preferences to the page. */
export function usePrefs(): Prefs {
  const { prefs } = useMeta().me
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (prefs.scheme) setColorScheme(prefs.scheme as MantineColorScheme)
  }, [prefs.scheme, setColorScheme])
  useEffect(() => {
    document.documentElement.dataset.density = prefs.density ?? 'normal'
  }, [prefs.density])
  useEffect(() => {
    if (prefs.lang) setLang(prefs.lang)
  }, [prefs.lang])
  return prefs
}

/** Changes preferences at once and stores them with the person; a refusal puts them back. */
export function useSetPrefs() {
  const client = useQueryClient()
  const patch = (prefs: Prefs) =>
    client.setQueryData<Meta>(keys.meta, meta =>
      meta ? { ...meta, me: { ...meta.me, prefs: { ...meta.me.prefs, ...prefs } } } : meta,
    )
  return useMutation({
    mutationFn: (prefs: Prefs) => api.patch<Me>('/me', { prefs }),
    onMutate: prefs => {
      const before = client.getQueryData<Meta>(keys.meta)
      patch(prefs)
      return before
    },
    onSuccess: (_me, prefs) => {
      // Titles of types and states come in the language of the reader.
      if (prefs.lang) client.invalidateQueries()
    },
    onError: (_error, _prefs, before) => client.setQueryData(keys.meta, before),
  })
}
