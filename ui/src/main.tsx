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
import { nonce } from './app/nonce'
import { queries } from './app/queries'
import { router } from './app/router'
import { cssVariablesResolver, theme } from './app/theme'
import { startUpdates } from './app/update'
import { startI18n } from './i18n'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// What is shown before this has come waits in its store.
const Notifications = lazy(() => import('@mantine/notifications').then(m => ({ default: m.Notifications })))

// Whoever signs out, or whose token has expired, leaves nothing behind on the screen.
pb.authStore.onChange(() => {
  if (signedIn()) return
  queries.clear()
  const to = router.state.location.href
  if (!to.startsWith('/signin') && !to.startsWith('/setup')) router.navigate({ to: '/signin', search: { to } })
})

startUpdates()
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
