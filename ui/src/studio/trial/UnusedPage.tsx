import { Select, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../../api/client'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { ErrorState, SkeletonRows, Tag } from '../../parts'
import { useConfig, useStudio } from '../shell/context'
import { useGo } from '../shell/useGo'
import { grouped, placeOfUse, refsOf } from './places'
import css from './trial.module.css'
import type { Usage, Use } from './types'

const spans = ['30', '90', '180', '365'] as const

/** What of the configuration in force nobody has used for some days, with the way to each. */
export default function UnusedPage() {
  const { t } = useTranslation()
  const f = useFormat()
  const config = useConfig()
  const { live } = useStudio()
  const { types } = useMeta()
  const [days, setDays] = useState('90')
  const [young, setYoung] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['studio', 'unused', days, live.revision],
    queryFn: () => api.get<Usage>('/config/unused', { days }),
    placeholderData: old => old,
  })
  const refs = useMemo(() => refsOf(config, types), [config, types])
  const fresh = data?.items.filter(one => one.young).length ?? 0
  const shown = data?.items.filter(one => young || !one.young) ?? []
  return (
    <div className={css.page}>
      <p className={css.lead}>{t('studioTrial.unused.lead')}</p>
      <div className={css.ask}>
        <Select
          label={t('studioTrial.unused.days')}
          data={spans.map(n => ({ value: n, label: t('studioTrial.unused.span', { count: Number(n) }) }))}
          value={days}
          allowDeselect={false}
          onChange={value => value && setDays(value)}
        />
        {fresh > 0 && (
          <Switch
            label={t('studioTrial.unused.young', { count: fresh })}
            checked={young}
            onChange={e => setYoung(e.currentTarget.checked)}
          />
        )}
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={8} height={40} />}
      {data && (
        <>
          <h2 className={css.title} role="status">
            {shown.length === 0
              ? t('studioTrial.unused.nothing')
              : t('studioTrial.unused.found', { count: shown.length })}
          </h2>
          {grouped(shown, config, refs).map(group => (
            <section key={group.type?.ref ?? group.title} aria-label={group.title}>
              <h3 className={css.group}>
                {group.title}
                {group.type && <small>{config.pack(group.pack)?.title}</small>}
              </h3>
              <ul className={css.rows}>
                {group.uses.map(use => (
                  <Row key={`${use.kind} ${use.key}`} use={use} place={placeOfUse(use, group.type)} />
                ))}
              </ul>
            </section>
          ))}
          <p className={css.note}>
            {t('studioTrial.unused.looked', { count: data.events, since: f.fullDate(data.since.slice(0, 10)) })}{' '}
            {!data.whole && t('studioTrial.unused.part')}
          </p>
          <ul className={css.plain}>
            {data.uncounted.map(one => (
              <li key={one.kind}>{one.text}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Row({ use, place }: { use: Use; place: ReturnType<typeof placeOfUse> }) {
  const { t } = useTranslation()
  const f = useFormat()
  const go = useGo()
  const facts = [
    use.last
      ? t('studioTrial.unused.last', { at: f.fullDate(use.last.slice(0, 10)), count: use.ever })
      : t('studioTrial.unused.never'),
    use.now ? t(use.kind === 'role' ? 'studioTrial.unused.holders' : 'studioTrial.unused.now', { count: use.now }) : '',
    use.guessed ? t('studioTrial.unused.guessed') : '',
  ].filter(Boolean)
  return (
    <li className={css.use}>
      <span className={css.kind}>{t(`studioTrial.kinds.${use.kind}`)}</span>
      {place ? (
        <button type="button" className={css.link} onClick={() => go(place.file, place.path)}>
          {use.title}
        </button>
      ) : (
        <b>{use.title}</b>
      )}
      {use.young && <Tag>{t('studioTrial.unused.isYoung')}</Tag>}
      <span className={css.note}>{facts.join(' · ')}</span>
    </li>
  )
}
