import type { ReactNode } from 'react'
import type { Verdict } from '../api/process'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import css from './sign.module.css'

/** Whether a signature stands, said so that it is understood without knowing cryptography. */
export function Outcome({ of }: { of: Verdict }) {
  const { t } = useTranslation()
  const { fullInstant } = useFormat()
  const good = of.verdict === 'valid'
  return (
    <div className={css.outcome} data-verdict={good ? 'ok' : of.verdict === 'withdrawn' ? 'over' : 'bad'} role="status">
      <Icon name={good ? 'pass' : of.verdict === 'withdrawn' ? 'history' : 'fail'} size={24} />
      <div>
        <b>{t(`sign.verdict.${of.verdict}`)}</b>
        <p>{t(`sign.means.${of.verdict}`)}</p>
        {of.verdict === 'changed' && of.what && <p>{t(`sign.whatChanged.${of.what}`)}</p>}
        {of.ended && (
          <p>
            {t(`sign.ended.${of.ended.reason}`, { when: fullInstant(of.ended.at) })}{' '}
            {of.ended.version ? t('sign.endedVersion', { n: of.ended.version }) : ''}
          </p>
        )}
        {of.certificate?.revoked && of.verdict !== 'certificate_revoked' && (
          <p>{t('sign.revokedLater', { when: fullInstant(of.certificate.revoked) })}</p>
        )}
      </div>
    </div>
  )
}

/** Who signed, when, with what; more comes between. */
export function Facts({ of, children }: { of: Verdict; children?: ReactNode }) {
  const { t } = useTranslation()
  const { fullInstant } = useFormat()
  return (
    <dl className={css.facts}>
      {of.name && <Fact title={t('sign.who')}>{of.name}</Fact>}
      {of.position && <Fact title={t('sign.position')}>{of.position}</Fact>}
      {of.organization && <Fact title={t('sign.organization')}>{of.organization}</Fact>}
      {of.at && <Fact title={t('sign.when')}>{fullInstant(of.at)}</Fact>}
      {children}
      <Fact title={t('sign.kind')}>{t(`sign.kind_${of.kind}`)}</Fact>
      {of.version ? <Fact title={t('sign.contentVersion')}>{of.version}</Fact> : null}
      {of.certificate && (
        <>
          <Fact title={t('sign.certificate')} mono>
            {of.certificate.serial}
          </Fact>
          <Fact title={t('sign.certificateTerm')}>
            {t('sign.term', { from: fullInstant(of.certificate.notBefore), to: fullInstant(of.certificate.notAfter) })}
          </Fact>
        </>
      )}
      <Fact title={t('sign.hash')} mono>
        {of.hash}
      </Fact>
    </dl>
  )
}

export function Fact({ title, mono, children }: { title: string; mono?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd data-mono={mono || undefined}>{children}</dd>
    </div>
  )
}
