import { queries } from './queries'
import { router } from './router'

const everyMs = 300
const inARow = 3

/** Resolves once the first screen stands with what it asked for: what nobody waits for is fetched after that. */
export const settled = new Promise<void>(done => {
  let quiet = 0
  const timer = setInterval(() => {
    const isQuiet = router.state.status === 'idle' && router.state.matches.length > 0 && queries.isFetching() === 0
    quiet = isQuiet ? quiet + 1 : 0
    if (quiet < inARow) return
    clearInterval(timer)
    done()
  }, everyMs)
})
