import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { ErrorState, Tag } from '../parts'
import { PinForm } from './PinForm'
import classes from './profile.module.css'
import { type Certificate, type OwnSignature, useSignature } from './signature'

/** My electronic signature: how to get one, whose it is and until when, its PIN. */
export function MySignature() {
  const { t } = useTranslation()
  const query = useSignature()
  return (
    <section id="signature" className={classes.card} aria-labelledby="profile-signature">
      <h2 id="profile-signature" className={classes.heading}>
        {t('signature.title')}
      </h2>
      {query.error ? <ErrorState error={query.error} onRetry={() => query.refetch()} /> : null}
      {query.data && <Standing signature={query.data} />}
    </section>
  )
}

function Standing({ signature }: { signature: OwnSignature }) {
  const { t } = useTranslation()
  const { key, pending, certificate, earlier, requests } = signature
  const format = useFormat()
  const holds = certificate?.state === 'active'
  return (
    <>
      {!certificate && <p className={classes.muted}>{t('signature.about')}</p>}
      {certificate && <Card certificate={certificate} />}
      {key?.blocked && <p className={classes.wrong}>{t('signature.blocked')}</p>}
      {key?.locked && !key.blocked && (
        <p className={classes.wrong}>{t('signature.locked', { when: format.fullInstant(key.locked) })}</p>
      )}
      {pending && (
        <p role="status">
          {t('signature.pending', { when: format.fullInstant(pending.made) })} <Requests slugs={requests} />
        </p>
      )}
      {!pending && !holds && (
        <>
          <p className={classes.muted}>{t('signature.steps')}</p>
          <PinForm />
        </>
      )}
      <Tools change={holds && !key?.blocked} anew={holds || pending !== null} />
      {earlier.length > 0 && <Earlier certificates={earlier} />}
    </>
  )
}

function Requests({ slugs }: { slugs: string[] }) {
  const { t } = useTranslation()
  return slugs.map(slug => (
    <span key={slug}>
      <Link to="/t/$slug/new" params={{ slug }}>
        {t('signature.ask')}
      </Link>{' '}
      ·{' '}
      <Link to="/t/$slug" params={{ slug }}>
        {t('signature.asked')}
      </Link>
    </span>
  ))
}

function Card({ certificate }: { certificate: Certificate }) {
  const { t } = useTranslation()
  const { fullInstant } = useFormat()
  return (
    <div>
      <p>
        <strong>{certificate.name}</strong> <Tag>{t(`signature.state_${certificate.state}`)}</Tag>
      </p>
      <p className={classes.muted}>
        {t('signature.valid')}{' '}
        {t('signature.range', { from: fullInstant(certificate.since), to: fullInstant(certificate.until) })}
      </p>
      <p className={classes.muted} style={{ overflowWrap: 'anywhere' }}>
        {t('signature.serial')} {certificate.serial}
      </p>
      {certificate.type && (
        <Link to="/t/$slug/$id" params={{ slug: certificate.type, id: certificate.record }}>
          {t('signature.revoke')}
        </Link>
      )}
    </div>
  )
}

/** What is seldom done: another PIN, another key. */
function Tools({ change, anew }: { change: boolean; anew: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'change' | 'anew' | null>(null)
  if (!change && !anew) return null
  if (open) {
    return (
      <>
        {open === 'anew' && change && <p className={classes.muted}>{t('signature.reissueAbout')}</p>}
        <PinForm change={open === 'change'} onDone={() => setOpen(null)} />
      </>
    )
  }
  return (
    <div className={classes.secretLine}>
      {change && (
        <Button variant="default" onClick={() => setOpen('change')}>
          {t('signature.change')}
        </Button>
      )}
      {anew && (
        <Button variant="subtle" onClick={() => setOpen('anew')}>
          {t(change ? 'signature.reissue' : 'signature.anew')}
        </Button>
      )}
    </div>
  )
}

function Earlier({ certificates }: { certificates: Certificate[] }) {
  const { t } = useTranslation()
  const { fullInstant } = useFormat()
  return (
    <>
      <h3 className={classes.subheading}>{t('signature.earlier')}</h3>
      <ul className={classes.keys}>
        {certificates.map(c => (
          <li key={c.serial} className={classes.key}>
            <span style={{ overflowWrap: 'anywhere' }}>{c.serial}</span>
            <span className={classes.muted}>
              {c.revoked ? t('signature.ended', { when: fullInstant(c.revoked) }) : t('signature.state_expired')}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
