import 'i18next'
import type ru from './ru.json'
import type ruProcess from './ru.process.json'
import type ruRecord from './ru.record.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof ru & typeof ruRecord; process: typeof ruProcess }
    returnNull: false
  }
}
