import { QueryClient } from '@tanstack/react-query'
import { isFault } from '../api/fault'

/** The cache of answers. What is refused is not asked again; a server that stumbled is, twice. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Without a network a question fails at once instead of waiting: what is kept is shown.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => count < 2 && isFault(error) && error.status >= 500,
    },
    mutations: { networkMode: 'always' },
  },
})
