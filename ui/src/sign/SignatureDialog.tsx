import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import type { Signature, Signed } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { isEmpty } from '../fields/cell'
import { kindOf } from '../fields/registry'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { copyText } from '../lib/copy'
import { saveFile } from '../lib/save'
import { usePhone } from '../lib/screen'
import { ErrorState, SkeletonRows } from '../parts'
import { personOf } from '../record/people'
import { Fact, Facts, Outcome } from './Facts'
import { QrCode } from './QrCode'
import css from './sign.module.css'

interface Props {
  type: TypeMeta
  card: Card
  signature: Signature
  refs: Refs
  onClose: () => void
}

/** One signature: whether it stands, what was signed, and how anybody verifies it. */
export default function SignatureDialog({ type, card, signature, refs, onClose }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const home = `/signatures/${type.slug}/${card.row.id}/${signature.id}`
  return (
    <Modal
      opened
      onClose={onClose}
      title={signature.name}
      fullScreen={phone}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Outcome of={signature} />
      <Facts of={signature}>
        <Fact title={t('sign.step')}>{signature.title}</Fact>
        {signature.behalf && (
          <Fact title={t('sign.by')}>{t('sign.behalf', { name: personOf(signature.behalf, refs)?.title ?? '' })}</Fact>
        )}
      </Facts>
      <Check code={signature.code} />
      <section className={css.part}>
        <h3>{t('sign.signedTitle')}</h3>
        {signature.content ? (
          <Content type={type} home={home} />
        ) : (
          <p className={css.quiet}>{t('sign.signedHidden')}</p>
        )}
      </section>
      <section className={css.part}>
        <h3>{t('sign.download')}</h3>
        <div className={css.buttons}>
          {signature.content && (
            <Download path={`${home}/content.json`} name="content.json" title={t('sign.content')} />
          )}
          {signature.kind === 'nep' && (
            <Download path={`${home}/content.json.p7s`} name="content.json.p7s" title={t('sign.p7s')} />
          )}
        </div>
      </section>
    </Modal>
  )
}

function Check({ code }: { code: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const address = `${location.origin}/verify/${code}`
  return (
    <section className={css.check} aria-labelledby="signature-check">
      <QrCode text={address} label={t('sign.qrAlt')} />
      <div>
        <h3 id="signature-check">{t('sign.qrTitle')}</h3>
        <p className={css.quiet}>{t('sign.qrAbout')}</p>
        <p className={css.code}>{code}</p>
        <div className={css.buttons}>
          <Button size="xs" variant="default" onClick={() => void copyText(address).then(setCopied)}>
            {t(copied ? 'common.copied' : 'sign.copyLink')}
          </Button>
          <Button size="xs" variant="subtle" component="a" href={`/verify/${code}`} target="_blank" rel="noopener">
            {t('sign.check')}
          </Button>
        </div>
      </div>
    </section>
  )
}

/** What was signed, as people read it; also of a version that is over. */
function Content({ type, home }: { type: TypeMeta; home: string }) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const query = useQuery({
    queryKey: ['signed', home],
    queryFn: ({ signal }) => api.get<Signed>(`${home}/content`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY, // what was signed does not change
  })
  if (query.error)
    return <ErrorState error={query.error} title={t('sign.signedFailed')} onRetry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows rows={5} />
  const { values, files, refs } = query.data
  const shown = type.fields.filter(field => field.key in values && field.kind !== 'file')
  return (
    <>
      <dl className={css.facts}>
        {shown.map(field => {
          const { View } = kindOf(field)
          const value = values[field.key] ?? null
          return (
            <Fact key={field.key} title={field.title}>
              {isEmpty(value) ? (
                <span className={css.quiet}>{t('sign.nothing')}</span>
              ) : (
                <View field={field} value={value} refs={refs} values={values} />
              )}
            </Fact>
          )
        })}
      </dl>
      {files.length > 0 && (
        <ul className={css.files}>
          {files.map(file => (
            <li key={`${file.field}/${file.sha256}`}>
              {file.name} <span className={css.quiet}>{bytes(Number(file.size))}</span>
              <span className={css.code}>{t('sign.fileSum', { sum: file.sha256 })}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Download({ path, name, title }: { path: string; name: string; title: string }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  async function save() {
    setBusy(true)
    try {
      saveFile((await api.download(path)).blob, name)
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error, t) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="xs" variant="default" loading={busy} onClick={() => void save()}>
      {title}
    </Button>
  )
}
