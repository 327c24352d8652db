import './app/mantine'
import './app/fonts.css'
import './app/tokens.css'
import './app/global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { pb, signedIn } from './api/pb'
import { forgetAnswers, keepAnswers } from './app/keep'
import { nonce } from './app/nonce'
import { queries } from './app/queries'
import { router } from './app/router'
import { settled } from './app/settled'
import { cssVariablesResolver, theme } from './app/theme'
import { startUpdates } from './app/update'
import { needWords, startI18n } from './i18n'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// Comes behind the first screen; what is said before waits in its store.
const Notifications = lazy(async () => {
  await settled
  const { Notifications } = await import('@mantine/notifications')
  return { default: Notifications }
})

// Whoever signs out, or whose token has expired, leaves nothing behind on the screen.
pb.authStore.onChange(() => {
  if (signedIn()) return
  queries.clear()
  void forgetAnswers()
  const to = router.state.location.href
  if (!/^\/(signin|setup|verify)\b/.test(to)) router.navigate({ to: '/signin', search: { to } })
})

if (!signedIn()) void forgetAnswers()
keepAnswers(() => (signedIn() ? pb.authStore.record?.id : undefined))
window.addEventListener('online', () => void queries.invalidateQueries())
startUpdates()
// Until they come, refusals are told in the server's words.
void settled.then(() => needWords('faults')).catch(() => {})
startI18n().then(() =>
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <Suspense>
          <Notifications position="bottom-right" limit={3} />
        </Suspense>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  ),
)
