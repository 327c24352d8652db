import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { isNoAnswer } from '../api/fault'
import { metaQuery } from '../api/hooks'
import { pb, signedIn } from '../api/pb'
import { withWords } from '../i18n'
import { readListSearch } from '../list/search'
import { setupQuery } from '../setup/query'
import { readSummarySearch } from '../summary/search'
import { NotFound, ScreenError } from './boundary'
import { restoreAnswers } from './keep'
import { queries } from './queries'
import { Staff } from './Staff'

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: ScreenError })

const signin = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: (s): { to?: string } => ({ to: text(s.to) }),
  beforeLoad: async () => {
    const setup = await queries.ensureQueryData(setupQuery)
    if (setup.needed) throw redirect({ to: '/setup' })
    if (signedIn()) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => import('../signin/SignIn'), 'SignIn'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (s): { token?: string } => ({ token: text(s.token) }),
  beforeLoad: async () => {
    const answer = await queries.ensureQueryData(setupQuery)
    if (!answer.needed) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(
    withWords(() => import('../setup/Setup'), 'admin'),
    'Setup',
  ),
})

/** For anybody, signed in or not: the codes of signatures lead here. */
const verifyPage = lazyRouteComponent(
  withWords(() => import('../sign/VerifyPage'), 'sign'),
  'VerifyPage',
)
const verify = createRoute({ getParentRoute: () => root, path: '/verify', component: verifyPage })
const verifyCode = createRoute({ getParentRoute: () => root, path: '/verify/$code', component: verifyPage })

/** Whoever is not signed in is asked to; meta is loaded once, before the first screen. */
async function admit({ location }: { location: { href: string } }) {
  if (!signedIn()) throw redirect({ to: '/signin', search: { to: location.href } })
  await queries.ensureQueryData(metaQuery).catch(async error => {
    const me = pb.authStore.record?.id
    if (!isNoAnswer(error) || !me || !(await restoreAnswers(me))) throw error
  })
}

/** Everything behind the sign-in. */
const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  beforeLoad: admit,
  component: Staff,
})

/** The Studio goes on where it was left. */
const studioEntry = createRoute({
  getParentRoute: () => root,
  path: '/studio',
  beforeLoad: async () => {
    const { rememberedDraft } = await import('../studio/shell/remember')
    throw redirect({ to: '/studio/$draft', params: { draft: rememberedDraft() } })
  },
})

const studio = createRoute({
  getParentRoute: () => root,
  path: '/studio/$draft',
  validateSearch: (s): { at?: string; file?: string } => ({ at: text(s.at), file: text(s.file) }),
  beforeLoad: admit,
  component: lazyRouteComponent(
    withWords(() => import('../studio/shell/StudioRoot'), 'studio'),
    'StudioRoot',
  ),
})

const studioPages = [
  createRoute({
    getParentRoute: () => studio,
    path: '/',
    component: lazyRouteComponent(
      withWords(() => import('../studio/sections/Overview'), 'studio'),
      'Overview',
    ),
  }),
  createRoute({
    getParentRoute: () => studio,
    path: '/publish',
    component: lazyRouteComponent(
      withWords(() => import('../studio/publish/PublishPage'), 'studio'),
      'PublishPage',
    ),
  }),
  createRoute({
    getParentRoute: () => studio,
    path: '/history',
    component: lazyRouteComponent(
      withWords(() => import('../studio/history/HistoryPage'), 'studio'),
      'HistoryPage',
    ),
  }),
  createRoute({
    getParentRoute: () => studio,
    path: '/play',
    component: lazyRouteComponent(
      withWords(() => import('../studio/play/PlayPage'), 'studio', 'studioPlay'),
      'PlayPage',
    ),
  }),
  createRoute({
    getParentRoute: () => studio,
    path: '/try/$what',
    component: lazyRouteComponent(
      withWords(() => import('../studio/trial/TrialPage'), 'studio', 'studioPlay'),
      'TrialPage',
    ),
  }),
  createRoute({
    getParentRoute: () => studio,
    path: '/p/$pack/$section',
    component: lazyRouteComponent(
      withWords(() => import('../studio/shell/SectionPage'), 'studio'),
      'SectionPage',
    ),
  }),
  createRoute({
    getParentRoute: () => studio,
    path: '/t/$pack/$type/$section',
    component: lazyRouteComponent(
      withWords(() => import('../studio/shell/SectionPage'), 'studio'),
      'SectionPage',
    ),
  }),
] as const

const home = createRoute({
  getParentRoute: () => staff,
  path: '/',
  component: lazyRouteComponent(() => import('../home/HomePage'), 'HomePage'),
})

const inbox = createRoute({
  getParentRoute: () => staff,
  path: '/inbox',
  validateSearch: (s): { tab?: string; at?: string } => ({ tab: text(s.tab), at: text(s.at) }),
  component: lazyRouteComponent(
    withWords(() => import('../inbox/InboxPage'), 'record'),
    'InboxPage',
  ),
})

const list = createRoute({
  getParentRoute: () => staff,
  path: '/t/$slug',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../list/ListPage'), 'ListPage'),
})

const printList = createRoute({
  getParentRoute: () => staff,
  path: '/t/$slug/print',
  validateSearch: (s): Record<string, unknown> => s, // the page reads it as the list does
  component: lazyRouteComponent(
    withWords(() => import('../print/PrintList'), 'process'),
    'PrintList',
  ),
})

const printSheet = createRoute({
  getParentRoute: () => staff,
  path: '/t/$slug/$id/approvals',
  component: lazyRouteComponent(
    withWords(() => import('../print/PrintSheet'), 'process'),
    'PrintSheet',
  ),
})

const form = createRoute({
  getParentRoute: () => staff,
  path: '/t/$slug/new',
  validateSearch: (s): { from?: string; via?: string; here?: string; of?: string; queued?: string } => ({
    queued: text(s.queued),
    from: text(s.from),
    via: text(s.via),
    here: text(s.here),
    of: text(s.of),
  }),
  component: lazyRouteComponent(
    withWords(() => import('./screens'), 'record'),
    'NewRecord',
  ),
})

const edit = createRoute({
  getParentRoute: () => staff,
  path: '/t/$slug/$id/edit',
  component: lazyRouteComponent(
    withWords(() => import('./screens'), 'record'),
    'EditRecord',
  ),
})

const record = createRoute({
  getParentRoute: () => staff,
  path: '/t/$slug/$id',
  validateSearch: (s): { do?: string } => ({ do: text(s.do) }),
  component: lazyRouteComponent(
    withWords(() => import('../record/RecordPage'), 'record'),
    'RecordPage',
  ),
})

const profile = createRoute({
  getParentRoute: () => staff,
  path: '/profile',
  component: lazyRouteComponent(
    withWords(() => import('../profile/ProfilePage'), 'record', 'process', 'admin'),
    'ProfilePage',
  ),
})

const settings = createRoute({
  getParentRoute: () => staff,
  path: '/settings',
  component: lazyRouteComponent(
    withWords(() => import('../settings/SettingsPage'), 'admin', 'record'),
    'SettingsPage',
  ),
})

/** Any other address: told inside the shell, to whoever is signed in. */
const missing = createRoute({
  getParentRoute: () => staff,
  path: '$',
  component: lazyRouteComponent(() => import('../shell/Missing'), 'Missing'),
})

const register = createRoute({
  getParentRoute: () => staff,
  path: '/registers/$slug',
  validateSearch: (s): Record<string, string | undefined> =>
    Object.fromEntries(['view', 'rows', 'cols', 'show', 'at', 'of', 'norm', 'below'].map(key => [key, text(s[key])])),
  component: lazyRouteComponent(
    withWords(() => import('../register/RegisterPage'), 'process'),
    'RegisterPage',
  ),
})

const summary = createRoute({
  getParentRoute: () => staff,
  path: '/summary',
  validateSearch: readSummarySearch,
  component: lazyRouteComponent(
    withWords(() => import('../summary/SummaryPage'), 'summary'),
    'SummaryPage',
  ),
})

const outbox = createRoute({
  getParentRoute: () => staff,
  path: '/outbox',
  component: lazyRouteComponent(
    withWords(() => import('../outbox/OutboxPage'), 'process'),
    'OutboxPage',
  ),
})

const queue = createRoute({
  getParentRoute: () => staff,
  path: '/queue',
  component: lazyRouteComponent(
    withWords(() => import('../queue/screens'), 'record'),
    'QueuePage',
  ),
})

/** Buttons of letters lead here. What they ask stands behind the #, where no server sees it. */
const vote = createRoute({
  getParentRoute: () => staff,
  path: '/vote',
  component: lazyRouteComponent(
    withWords(() => import('../vote/MailedVote'), 'process'),
    'MailedVote',
  ),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signin,
    setup,
    verify,
    verifyCode,
    studioEntry,
    studio.addChildren([...studioPages]),
    staff.addChildren([
      home,
      inbox,
      list,
      printList,
      form,
      edit,
      record,
      printSheet,
      profile,
      settings,
      register,
      summary,
      outbox,
      queue,
      vote,
      missing,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ScreenError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  // The router carries the place of a scroller over to the next screen unless told where a screen begins.
  scrollToTopSelectors: ['content', 'rows', 'pane'].map(id => `[data-scroll-restoration-id="${id}"]`),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
