import 'i18next'
import type ruAdmin from './ru.admin.json'
import type ruBoard from './ru.board.json'
import type ru from './ru.json'
import type ruProcess from './ru.process.json'
import type ruRecord from './ru.record.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof ru & typeof ruAdmin & typeof ruBoard & typeof ruProcess & typeof ruRecord }
    returnNull: false
  }
}
