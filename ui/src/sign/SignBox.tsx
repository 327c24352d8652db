import { Button, PasswordInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Card, FaultBody, TypeMeta, VoteOf } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { ErrorState, SkeletonRows } from '../parts'
import { signatureKey, useSignature } from '../profile/signature'
import { DiffLines } from '../record/DiffLines'
import { changedFields } from '../record/diff'
import css from './sign.module.css'
import { obstacle } from './standing'

interface Props {
  type: TypeMeta
  vote: VoteOf
  seen: Card // what is being signed
  overtaken: Card | null // what it has become meanwhile
  pin: string
  onPin: (pin: string) => void
  fault: FaultBody | 'empty' | null
  first: boolean // nothing is asked before it
  onReady: (ready: boolean) => void
  onLook: () => void
}

/** What is signed, by whom, and the secret that proves it. */
export default function SignBox({ overtaken, ...props }: Props) {
  const { vote, onReady } = props
  if (overtaken) return <Overtaken {...props} now={overtaken} />
  if (vote.sign === 'nep') return <ByCertificate {...props} />
  return <Asks {...props} onReady={onReady} />
}

/** Somebody was faster. What they changed is shown, and nothing is signed unseen. */
function Overtaken({ type, vote, seen, now, onReady, onLook }: Omit<Props, 'overtaken'> & { now: Card }) {
  const { t } = useTranslation()
  useEffect(() => onReady(false), [onReady])
  const diff = changedFields(type, seen.row.values, now.row.values)
    .filter(field => !vote.covers || vote.covers.includes(field.key))
    .map(field => ({
      field: field.key,
      title: field.title,
      old: seen.row.values[field.key] ?? null,
      new: now.row.values[field.key] ?? null,
    }))
  return (
    <div role="alert" className={css.stale}>
      <p>
        <b>{t('sign.stale')}</b> {t(diff.length > 0 ? 'sign.staleWhat' : 'sign.staleNone')}
      </p>
      <DiffLines
        type={type}
        event={{ action: 'edit', diff, hidden: 0 }}
        refs={{ ...seen.refs, ...now.refs }}
        values={now.row.values}
      />
      <Button onClick={onLook} data-autofocus>
        {t('sign.look')}
      </Button>
    </div>
  )
}

function ByCertificate(props: Omit<Props, 'overtaken'>) {
  const { t } = useTranslation()
  const { fullInstant, locale } = useFormat()
  const own = useSignature()
  const client = useQueryClient()
  const { fault } = props
  useEffect(() => {
    // A wrong one was counted, or there is no certificate any more.
    if (fault && fault !== 'empty') void client.invalidateQueries({ queryKey: signatureKey })
  }, [fault, client])
  if (own.error) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />
  if (!own.data) return <SkeletonRows rows={3} />
  const stop = obstacle(own.data, locale.now)
  if (stop) {
    return <Stop onReady={props.onReady}>{t(`sign.${stop.what}`, { when: stop.when && fullInstant(stop.when) })}</Stop>
  }
  const { certificate } = own.data
  return (
    <Asks {...props}>
      {certificate && (
        <p className={css.by}>
          {t('sign.by')} <b>{certificate.name}</b>
          <span>{t('sign.until', { when: fullInstant(certificate.until) })}</span>
        </p>
      )}
    </Asks>
  )
}

/** There is nothing to sign with. */
function Stop({ onReady, children }: { onReady: Props['onReady']; children: string }) {
  const { t } = useTranslation()
  useEffect(() => onReady(false), [onReady])
  return (
    <div role="alert" className={css.stop}>
      <p>{children}</p>
      <Button variant="default" renderRoot={props => <Link to="/profile" hash="signature" {...props} />}>
        {t('sign.mine')}
      </Button>
    </div>
  )
}

function Asks({
  type,
  vote,
  pin,
  onPin,
  fault,
  first,
  onReady,
  children,
}: Omit<Props, 'overtaken'> & { children?: React.ReactNode }) {
  const { t } = useTranslation()
  const { fullInstant } = useFormat()
  const faultText = useFaultText()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => onReady(true), [onReady])
  useEffect(() => {
    if (fault) input.current?.focus()
  }, [fault])
  const simple = vote.sign === 'simple'
  const titles = (vote.covers ?? []).map(key => type.fields.find(field => field.key === key)?.title).filter(Boolean)
  const told = () => {
    if (!fault) return null
    if (fault === 'empty') return t(simple ? 'sign.needPassword' : 'sign.needPin')
    const until = fault.params?.until
    if (typeof until === 'string')
      return t(simple ? 'sign.lockedPassword' : 'sign.locked', { when: fullInstant(until) })
    return faultText(fault)
  }
  return (
    <div className={css.asks}>
      {titles.length > 0 && (
        <details className={css.what}>
          <summary>{t('sign.what')}</summary>
          <p>{t('sign.whatFields', { count: titles.length, fields: titles.join(', ') })}</p>
        </details>
      )}
      <p className={css.how}>{t(simple ? 'sign.how_simple' : 'sign.how_nep')}</p>
      {children}
      <PasswordInput
        ref={input}
        label={t(simple ? 'sign.password' : 'sign.pin')}
        autoComplete={simple ? 'current-password' : 'off'}
        name={simple ? 'password' : 'pin'}
        value={pin}
        error={told()}
        onChange={e => onPin(e.currentTarget.value)}
        autoFocus={first}
        required
      />
    </div>
  )
}
