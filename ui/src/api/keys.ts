/** Names of cached answers. A prefix invalidates everything below it. */
export const keys = {
  setup: ['setup'] as const,
  meta: ['meta'] as const,
  counts: ['counts'] as const,
  home: ['home'] as const,
  inbox: (tab?: string) => (tab ? (['inbox', tab] as const) : (['inbox'] as const)),
  list: (slug: string, params?: object) => (params ? (['list', slug, params] as const) : (['list', slug] as const)),
  count: (slug: string, params?: object) => (params ? (['count', slug, params] as const) : (['count', slug] as const)),
  card: (slug: string, id: string) => ['card', slug, id] as const,
  actions: (slug: string, id: string) => ['actions', slug, id] as const,
  history: (slug: string, id: string) => ['history', slug, id] as const,
  comments: (slug: string, id: string) => ['comments', slug, id] as const,
  options: (slug: string, asked: unknown) => ['options', slug, asked] as const,
  search: (q: string) => ['search', q] as const,
  views: ['views'] as const,
  notices: ['notices'] as const,
  apiKeys: ['apiKeys'] as const,
}
