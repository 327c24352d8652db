import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import en from './en.process.json'
import ru from './ru.process.json'

// Words of approvals, clocks and registers come with the lazy screens that say them.
i18next.addResourceBundle('ru', 'process', ru)
i18next.addResourceBundle('en', 'process', en)

export const useWords = () => useTranslation('process')
