import i18next from 'i18next'
import ru from './ru.record.json'

// Words of fields, forms and cards. No list says them, so they come with the first screen that does.
i18next.addResourceBundle('ru', 'translation', ru, true)
