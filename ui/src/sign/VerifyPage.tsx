import { Button, FileInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client'
import { errorText, isFault } from '../api/fault'
import type { Verdict } from '../api/process'
import { needWords, setLang, useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { SkeletonRows } from '../parts'
import { Gate } from '../signin/Gate'
import { Facts, Outcome } from './Facts'
import css from './sign.module.css'

/** What a signature is worth, for anybody: by its code, or by files that somebody holds. */
export function VerifyPage() {
  const { t, i18n } = useTranslation()
  const { code } = useParams({ strict: false })
  const other = i18n.language === 'en' ? 'ru' : 'en'
  return (
    <Gate title={t('verify.title')} about={t('verify.about')} wide>
      {code ? <ByCode key={code} code={code} /> : <Ask />}
      {!code && <ByFiles />}
      <p className={css.foot}>
        {t('verify.notDocument')}{' '}
        <button type="button" className={css.lang} lang={other} onClick={() => void setLang(other)}>
          {t('verify.lang')}
        </button>
      </p>
    </Gate>
  )
}

function ByCode({ code }: { code: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const query = useQuery({
    queryKey: ['verify', code],
    queryFn: ({ signal }) => api.get<Verdict>(`/verify/${encodeURIComponent(code)}`, {}, signal),
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <>
      {query.isFetching ? (
        <SkeletonRows rows={5} />
      ) : query.data ? (
        <Answer verdict={query.data} at={query.dataUpdatedAt} />
      ) : (
        <Refusal error={query.error} />
      )}
      <div className={css.buttons}>
        {query.error && !isMissing(query.error) && (
          <Button onClick={() => void query.refetch()}>{t('verify.check')}</Button>
        )}
        <Button variant="default" onClick={() => void navigate({ to: '/verify' })}>
          {t('verify.again')}
        </Button>
      </div>
    </>
  )
}

function Answer({ verdict, at }: { verdict: Verdict; at: number }) {
  const { t } = useTranslation()
  const { fullInstant } = useFormat()
  return (
    <>
      <Outcome of={verdict} />
      <Facts of={verdict} />
      <p className={css.quiet}>{t('verify.checked', { when: fullInstant(new Date(at).toISOString()) })}</p>
    </>
  )
}

const isMissing = (error: unknown) => isFault(error) && error.body.code === 'signature_missing'

/** Refusals in the words of this page: whoever is here knows nothing of the program. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const seconds = isFault(error) && error.body.code === 'verify_too_often' ? error.body.params?.seconds : undefined
  return (
    <p role="alert" className={css.refusal}>
      {typeof seconds === 'number'
        ? t('verify.often', { count: seconds })
        : isMissing(error)
          ? t('verify.missing')
          : errorText(error, t)}
    </p>
  )
}

function Ask() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    setWrong(code === '')
    if (code) void navigate({ to: '/verify/$code', params: { code } })
  }
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <TextInput
        name="code"
        label={t('verify.code')}
        description={t('verify.codeHint')}
        error={wrong ? t('verify.codeNeeded') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        classNames={{ input: css.code }}
      />
      <Button type="submit">{t('verify.check')}</Button>
    </form>
  )
}

/** A document and its signature that somebody brings along. */
function ByFiles() {
  const { t } = useTranslation()
  const [content, setContent] = useState<File | null>(null)
  const [signature, setSignature] = useState<File | null>(null)
  const [lacks, setLacks] = useState(false)
  const send = useMutation({
    mutationFn: async (files: [string, File][]) => {
      await needWords('faults')
      return { verdict: await api.post<Verdict>('/verify', {}, { files }), at: Date.now() }
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLacks(!content || !signature)
    if (content && signature)
      send.mutate([
        ['content', content],
        ['signature', signature],
      ])
  }
  return (
    <section className={css.part} aria-labelledby="verify-files">
      <h2 id="verify-files">{t('verify.filesTitle')}</h2>
      <p className={css.quiet}>{t('verify.filesAbout')}</p>
      <form className={css.form} onSubmit={submit} noValidate>
        <FileInput
          label={t('verify.content')}
          description={t('verify.contentHint')}
          placeholder={t('verify.choose')}
          value={content}
          onChange={setContent}
        />
        <FileInput
          label={t('verify.signature')}
          description={t('verify.signatureHint')}
          placeholder={t('verify.choose')}
          value={signature}
          onChange={setSignature}
        />
        {lacks && (!content || !signature) && (
          <p role="alert" className={css.refusal}>
            {t('verify.filesNeeded')}
          </p>
        )}
        <Button type="submit" variant="default" loading={send.isPending}>
          {t('verify.checkFiles')}
        </Button>
      </form>
      {send.error && <Refusal error={send.error} />}
      {send.data && !send.isPending && <Answer verdict={send.data.verdict} at={send.data.at} />}
    </section>
  )
}
