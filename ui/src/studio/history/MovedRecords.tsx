import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client'
import { useTranslation } from '../../i18n'
import css from '../sections/sections.module.css'

interface Move {
  revision: number
  type: string
  what: string
  field?: string
  from?: string
  to?: string
  done: number
  refused: number
  finished: string | null
  unmoved: { record: string; why: string[] }[]
}

/** Records on their way into the configuration in force, and those that could not go. */
export function MovedRecords() {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['studio', 'moves'],
    queryFn: () => api.get<{ items: Move[] }>('/config/moves'),
    refetchInterval: query => (query.state.data?.items.some(m => !m.finished) ? 2000 : false),
  })
  const shown = (data?.items ?? []).filter(m => !m.finished || m.refused > 0)
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="studio-moves">
      <h2 className={css.title} id="studio-moves">
        {t('studio.history.moves')}
      </h2>
      <ul className={css.rows}>
        {shown.map((m, at) => (
          <li key={at} className={css.line}>
            <span className={css.grow}>
              {m.type} {m.field} {m.from && `${m.from} → ${m.to}`}
            </span>
            <span className={css.note}>
              {t('studio.history.moved', { count: m.done })}
              {m.refused > 0 && ` · ${t('studio.history.unmoved', { count: m.refused })}`}
            </span>
            {m.unmoved.length > 0 && (
              <ul className={css.inner}>
                {m.unmoved.map(u => (
                  <li key={u.record}>
                    <Link to="/t/$slug/$id" params={{ slug: m.type, id: u.record }}>
                      {u.record}
                    </Link>{' '}
                    {u.why.join(' ')}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
