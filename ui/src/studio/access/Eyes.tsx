import { Select } from '@mantine/core'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Ref, useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { SkeletonRows } from '../../parts'
import type { TypeFile } from '../doc/config'
import { RecordSelect } from '../parts/RecordSelect'
import { useRecords } from '../parts/useRecords'
import { useStudio } from '../shell/context'
import css from './eyes.module.css'
import { SeenCard } from './SeenCard'
import type { SeenAnswer } from './types'

interface Props {
  type: TypeFile
  person: string | null
  onPerson: (id: string | null) => void
  ref?: Ref<HTMLElement>
}

const lastRecords = new Map<string, string>()

/** A real record as somebody sees it by the rules in force, and why so. */
export function Eyes({ type: file, person, onPerson, ref }: Props) {
  const { t } = useTranslation()
  const meta = useMeta()
  const { live } = useStudio()
  const type = meta.types.find(one => one.key === file.ref)
  const people = meta.types.find(one => one.directory === 'person')
  const [chosen, setChosen] = useState(lastRecords.get(file.ref) ?? null)
  const [state, setState] = useState<string | null>(null)
  const { options, isAnswered } = useRecords(type, { q: '' })
  const record = chosen ?? options[0]?.value ?? null
  const seen = useQuery({
    queryKey: ['studio', 'seen', type?.slug, record, person, state, live.hash],
    queryFn: () => api.get<SeenAnswer>(`/${type?.slug}/${record}/seen`, { as: person, state }),
    enabled: type !== undefined && record !== null && person !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })
  return (
    <aside ref={ref} className={css.eyes} aria-label={t('studioAccess.eyes.title')} tabIndex={-1}>
      <header className={css.head}>
        <h2>
          <IconEye size={17} stroke={1.8} aria-hidden />
          {t('studioAccess.eyes.title')}
        </h2>
        {people && (
          <RecordSelect type={people} label={t('studioAccess.eyes.person')} value={person} onChange={onPerson} />
        )}
        {type && options.length > 0 && (
          <RecordSelect
            type={type}
            label={t('studioAccess.eyes.record')}
            value={record}
            onChange={id => {
              if (id) lastRecords.set(file.ref, id)
              setChosen(id)
            }}
          />
        )}
        {type && type.states.length > 0 && options.length > 0 && (
          <Select
            aria-label={t('studioAccess.eyes.state')}
            placeholder={t('studioAccess.eyes.asIs')}
            data={type.states.map(s => ({ value: s.key, label: t('studioAccess.eyes.if', { state: s.title }) }))}
            value={state}
            clearable
            onChange={setState}
          />
        )}
      </header>
      <div className={css.body}>
        {!type ? (
          <p className={css.note}>{t('studioAccess.eyes.noType')}</p>
        ) : isAnswered && options.length === 0 && record === null ? (
          <p className={css.note}>{t('studioAccess.eyes.noRecords')}</p>
        ) : !person ? (
          <p className={css.note}>{t('studioAccess.eyes.choose')}</p>
        ) : seen.error ? (
          <p className={css.note} role="alert">
            {errorText(seen.error, t)}
          </p>
        ) : seen.data ? (
          <SeenCard seen={seen.data} type={type} file={file} isOld={seen.isPlaceholderData} />
        ) : (
          <SkeletonRows rows={6} height={28} />
        )}
      </div>
      <footer className={css.foot}>{t('studioAccess.eyes.inForce', { revision: live.revision })}</footer>
    </aside>
  )
}
