import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText } from '../api/fault'
import { useMeta } from '../api/hooks'
import type { TypeMeta } from '../api/types'
import { Thumb } from '../fields/Thumb'
import { useFormat } from '../i18n/locale'
import { EmptyState } from '../parts'
import { Page } from '../shell/Page'
import css from './queue.module.css'
import { sendWaiting } from './send'
import { drop, type Parcel, refresh, useParcels } from './store'

/** What was written without a network: what waits, and what the server refused and why. */
export function QueuePage() {
  const { t } = useTranslation()
  const { me, types } = useMeta()
  const parcels = useParcels()
  useEffect(() => void refresh(me.id), [me.id])
  return (
    <Page title={t('queue.title')} back="/">
      <div className={css.page}>
        <p className={css.about}>{t('queue.about')}</p>
        {parcels.length === 0 && <EmptyState title={t('queue.empty')}>{t('queue.emptyBody')}</EmptyState>}
        <ul className={css.items} aria-label={t('queue.title')}>
          {parcels.map(parcel => (
            <One key={parcel.key} parcel={parcel} type={types.find(type => type.slug === parcel.slug)} />
          ))}
        </ul>
      </div>
    </Page>
  )
}

function One({ parcel, type }: { parcel: Parcel; type: TypeMeta | undefined }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [sure, setSure] = useState(false)
  return (
    <li className={css.item}>
      <div className={css.what}>
        <b>{type?.title ?? parcel.slug}</b>
        <span>{gistOf(parcel, type)}</span>
        <small>
          {f.instant(new Date(parcel.at).toISOString())}
          {parcel.files.length > 0 && ` · ${t('queue.files', { count: parcel.files.length })}`}
        </small>
        {parcel.files.length > 0 && (
          <span className={css.thumbs}>
            {parcel.files.map(([field, file], i) => (
              <Thumb key={`${field}/${file.name}/${i}`} file={file} />
            ))}
          </span>
        )}
        {parcel.refused ? <Refusal parcel={parcel} type={type} /> : <small>{t('queue.waits')}</small>}
      </div>
      <div className={css.ways}>
        {parcel.refused ? (
          <Button
            component={Link}
            to="/t/$slug/new"
            params={{ slug: parcel.slug } as never}
            search={{ queued: parcel.key } as never}
          >
            {t('queue.mend')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void sendWaiting()}>
            {t('queue.send')}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={() => (sure ? void drop(parcel) : setSure(true))}>
          {t(sure ? 'queue.dropSure' : 'queue.drop')}
        </Button>
      </div>
    </li>
  )
}

/** Every field that was refused, with the reason in the words of the server. */
function Refusal({ parcel, type }: { parcel: Parcel; type: TypeMeta | undefined }) {
  const { t } = useTranslation()
  const fault = parcel.refused
  if (!fault) return null
  const faults = fault.fields?.length ? fault.fields : [fault]
  return (
    <ul className={css.reasons} role="alert">
      {faults.map(one => (
        <li key={`${one.code}/${one.field}`}>
          {type?.fields.find(field => field.key === one.field) && (
            <b>{type.fields.find(field => field.key === one.field)?.title}: </b>
          )}
          {faultText(one, t)}
        </li>
      ))}
    </ul>
  )
}

/** By what a person tells one from another: the first texts that they typed. */
export function gistOf(parcel: Parcel, type: TypeMeta | undefined): string {
  const texts = (type?.fields ?? [])
    .filter(field => field.kind === 'text')
    .map(field => parcel.body.fields[field.key])
    .filter((value): value is string => typeof value === 'string' && value !== '')
  return texts.slice(0, 2).join(' · ')
}
