import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { api } from '../../api/client'
import { useTranslation } from '../../i18n'
import { type Config, object, text as textOf, titleOf } from '../doc/config'
import type { Path } from '../doc/json'
import { seenPacks } from '../doc/names'
import { usePanelFile } from '../panel/place'
import { useConfig, useDraft } from '../shell/context'
import type { Ask, Offers } from './complete'
import type { Tell } from './hover'
import type { FixWords } from './marks'
import { dotted, writtenPath } from './spot'

interface Function {
  name: string
  signature: string
  doc: string
}

/** What helps to write the expression at a path: what may be written, what a name means, what mends it. */
export function useExprHelp(path: Path): { ask: Ask; tell: Tell; fix: FixWords } {
  const { t, i18n } = useTranslation()
  const { file, pack, type } = usePanelFile()
  const store = useDraft()
  const client = useQueryClient()
  const config = useConfig()
  const now = useRef({ path, type, config, t })
  now.current = { path, type, config, t } // what changes while one writes must not make a new editor
  const { language } = i18n
  return useMemo(() => {
    const titleOfField = (name: string): string => {
      const field = object(object(now.current.type?.whole.data).properties)[name]
      return field === undefined ? '' : titleOf(field, name)
    }
    const functions = () =>
      client.fetchQuery({
        queryKey: ['studio', 'functions', language],
        queryFn: () => api.get<{ items: Function[] }>('/config/functions'),
        staleTime: Number.POSITIVE_INFINITY,
      })
    return {
      ask: (text, offset) => {
        const { files } = store.get().changes
        const at = file.endsWith('.json') ? dotted(writtenPath(store.text(file) ?? '', now.current.path)) : ''
        const body = { files, file, path: at, text, offset }
        return api.post<Offers>('/config/complete', body).catch(() => null) // one writes without it
      },
      tell: async (name, called) => {
        if (!called) return titleOfField(name) ? { head: name, body: titleOfField(name) } : null
        const rule = ruleOf(now.current.config, pack, name)
        if (rule) return rule
        const known = await functions().catch(() => null)
        const found = known?.items.find(f => f.name === name)
        return found ? { head: found.signature, body: found.doc } : null
      },
      fix: {
        replace: name => now.current.t('studioRules.fix.replace', { name }),
        about: name =>
          titleOfField(name) ? now.current.t('studioRules.fix.about', { name, title: titleOfField(name) }) : '',
      },
    }
  }, [client, store, file, pack, language])
}

/** A named rule as its author describes it. */
function ruleOf(config: Config, pack: string, name: string): { head: string; body: string } | null {
  for (const other of seenPacks(config, pack)) {
    const rule = config.rulesOf(other).find(r => r.key === name)
    if (!rule) continue
    const cases = config.json(rule.cases)
    return { head: `${name}(${Object.keys(object(cases.args)).join(', ')})`, body: textOf(cases.title) }
  }
  return null
}
