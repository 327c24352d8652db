import { useSuspenseQuery } from '@tanstack/react-query'
import { i18next, type Lang } from '../../i18n'
import type { Word } from './grammar'

/** What people call the words of the configuration language. */
interface Book {
  decls: Record<string, { one: string; add: string; none: string }>
  words: Record<string, { label: string; hint?: string }>
  enums: Record<string, Record<string, string>>
  kinds: Record<string, string>
}

const books: Record<Lang, () => Promise<{ default: Book }>> = {
  ru: () => import('./ru.json') as Promise<{ default: Book }>,
  en: () => import('./en.json') as Promise<{ default: Book }>,
}

export interface Words {
  label: (decl: string, word: string) => string
  hint: (decl: string, word: Word) => string
  choice: (decl: string, word: string, value: string) => string
  one: (decl: string) => string
  add: (decl: string) => string
  none: (decl: string) => string
  kind: (kind: string) => string
}

/** The words in the reader's language. Suspends until they have come. */
export function useWords(): Words {
  const lang: Lang = i18next.language === 'en' ? 'en' : 'ru'
  const { data } = useSuspenseQuery({
    queryKey: ['studio', 'words', lang],
    queryFn: async () => (await books[lang]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return spoken(data, lang)
}

function spoken(book: Book, lang: Lang): Words {
  const word = (decl: string, name: string) => book.words[`${decl}.${name}`] ?? book.words[`*.${name}`]
  return {
    label: (decl, name) => word(decl, name)?.label ?? name,
    hint: (decl, { name, doc }) => word(decl, name)?.hint ?? (lang === 'en' ? doc : ''),
    choice: (decl, name, value) => book.enums[`${decl}.${name}`]?.[value] ?? book.enums[`*.${name}`]?.[value] ?? value,
    one: decl => book.decls[decl]?.one ?? decl,
    add: decl => book.decls[decl]?.add ?? decl,
    none: decl => book.decls[decl]?.none ?? '',
    kind: kind => book.kinds[kind] ?? kind,
  }
}
