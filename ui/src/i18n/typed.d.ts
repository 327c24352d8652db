import 'i18next'
import type ruAdmin from './ru.admin.json'
import type ruBoard from './ru.board.json'
import type ruExchange from './ru.exchange.json'
import type ruImport from './ru.import.json'
import type ru from './ru.json'
import type ruProcess from './ru.process.json'
import type ruRecord from './ru.record.json'
import type ruSign from './ru.sign.json'
import type ruStudio from './ru.studio.json'
import type ruStudioAccess from './ru.studioAccess.json'
import type ruStudioForm from './ru.studioForm.json'
import type ruStudioGraph from './ru.studioGraph.json'
import type ruStudioPlay from './ru.studioPlay.json'
import type ruStudioRoutes from './ru.studioRoutes.json'
import type ruStudioRules from './ru.studioRules.json'
import type ruSummary from './ru.summary.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: {
      translation: typeof ru &
        typeof ruAdmin &
        typeof ruBoard &
        typeof ruExchange &
        typeof ruImport &
        typeof ruProcess &
        typeof ruRecord &
        typeof ruSign &
        typeof ruStudio &
        typeof ruStudioForm &
        typeof ruStudioGraph &
        typeof ruStudioRules &
        typeof ruStudioRoutes &
        typeof ruStudioAccess &
        typeof ruStudioPlay &
        typeof ruSummary
    }
    returnNull: false
  }
}
