import i18next, { type ResourceKey } from 'i18next'
import { initReactI18next } from 'react-i18next'
import ru from './ru.json?first'

export type Lang = 'ru' | 'en'
type Words = Promise<{ default: object }>

/** Words that come after the first screen, each with the screens that say them. */
const parts = {
  faults: { ru: () => import('./ru.json?faults'), en: () => import('./en.json?faults') },
  admin: { ru: () => import('./ru.admin.json'), en: () => import('./en.admin.json') },
  board: { ru: () => import('./ru.board.json'), en: () => import('./en.board.json') },
  exchange: { ru: () => import('./ru.exchange.json'), en: () => import('./en.exchange.json') },
  import: { ru: () => import('./ru.import.json'), en: () => import('./en.import.json') },
  process: { ru: () => import('./ru.process.json'), en: () => import('./en.process.json') },
  record: { ru: () => import('./ru.record.json'), en: () => import('./en.record.json') },
  summary: { ru: () => import('./ru.summary.json'), en: () => import('./en.summary.json') },
  sign: { ru: () => import('./ru.sign.json'), en: () => import('./en.sign.json') },
  studio: { ru: () => import('./ru.studio.json'), en: () => import('./en.studio.json') },
  studioForm: { ru: () => import('./ru.studioForm.json'), en: () => import('./en.studioForm.json') },
  studioGraph: { ru: () => import('./ru.studioGraph.json'), en: () => import('./en.studioGraph.json') },
  studioRules: { ru: () => import('./ru.studioRules.json'), en: () => import('./en.studioRules.json') },
  studioRoutes: { ru: () => import('./ru.studioRoutes.json'), en: () => import('./en.studioRoutes.json') },
  studioAccess: { ru: () => import('./ru.studioAccess.json'), en: () => import('./en.studioAccess.json') },
  studioPlay: { ru: () => import('./ru.studioPlay.json'), en: () => import('./en.studioPlay.json') },
} satisfies Record<string, Record<Lang, () => Words>>
export type Part = keyof typeof parts

const remembered = 'kontora.lang'
const needed = new Set<Part>()
const loading = new Map<string, Promise<void>>()

/** The language before the server has told: the last one of this browser, else its own. */
export function firstLang(): Lang {
  const stored = localStorage.getItem(remembered)
  if (stored === 'ru' || stored === 'en') return stored
  return navigator.language.startsWith('en') ? 'en' : 'ru'
}

/** Starts the catalogue. The first screen in Russian needs no second download, and refusals come behind it. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    resources: { ru: { translation: ru as ResourceKey } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
    react: { bindI18nStore: 'added' }, // what was said by its code is said anew when its words come
  })
  await setLang(firstLang())
}

export async function setLang(lang: Lang): Promise<void> {
  const first = lang === 'ru' ? [] : [load(lang, 'first', () => import('./en.json?first'))]
  await Promise.all([...first, ...wordsOf(lang)])
  await i18next.changeLanguage(lang)
  localStorage.setItem(remembered, lang)
  document.documentElement.lang = lang
  await Promise.all(wordsOf(lang)) // and those of a screen that was opened meanwhile
}

const wordsOf = (lang: Lang) => [...needed].map(part => load(lang, part, parts[part][lang]))

/** Resolves when the words of a part can be said, in this language and in any that is chosen later. */
export function needWords(part: Part): Promise<void> {
  needed.add(part)
  const lang: Lang = i18next.language === 'en' ? 'en' : 'ru'
  return load(lang, part, parts[part][lang])
}

/** What a lazy part of the interface is loaded by, when it has words of its own. */
export const withWords =
  <M>(module: () => Promise<M>, ...names: Part[]) =>
  async (): Promise<M> => {
    const [loaded] = await Promise.all([module(), ...names.map(needWords)])
    return loaded
  }

function load(lang: Lang, name: string, words: () => Words): Promise<void> {
  const key = `${lang}.${name}`
  const known = loading.get(key)
  if (known) return known
  const coming = words().then(
    ({ default: own }) => void i18next.addResourceBundle(lang, 'translation', own, true),
    error => {
      loading.delete(key) // the next visit tries again
      throw error
    },
  )
  loading.set(key, coming)
  return coming
}

export { useTranslation } from 'react-i18next'
export { i18next }
