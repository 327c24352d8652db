import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import ru from './ru.json'

export type Lang = 'ru' | 'en'

const remembered = 'kontora.lang'

/** The language before the server has told: the last one of this browser, else its own. */
export function firstLang(): Lang {
  const stored = localStorage.getItem(remembered)
  if (stored === 'ru' || stored === 'en') return stored
  return navigator.language.startsWith('en') ? 'en' : 'ru'
}

/** Starts the catalogue. The Russian of lists is in the first download, English comes when it is asked for. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    resources: { ru: { translation: ru } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  })
  await setLang(firstLang())
}

export async function setLang(lang: Lang): Promise<void> {
  if (!i18next.hasResourceBundle(lang, 'translation')) {
    const [own, record] = await Promise.all([import('./en.json'), import('./en.record.json')])
    i18next.addResourceBundle(lang, 'translation', { ...own.default, ...record.default })
  }
  await i18next.changeLanguage(lang)
  localStorage.setItem(remembered, lang)
  document.documentElement.lang = lang
}

export { useTranslation } from 'react-i18next'
export { i18next }
