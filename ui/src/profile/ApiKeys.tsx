import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import '../fields/mantine'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { useApiKeys, useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import type { ApiKey } from '../api/types'
import { useCalendar } from '../fields/calendar'
import { parseDay } from '../fields/typed_date'
import { useTranslation } from '../i18n'
import { dayOf } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { ErrorState, Tag } from '../parts'
import classes from './profile.module.css'

/** Keys for programs that act on my behalf. A secret is shown once. */
export function ApiKeys() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useApiKeys()
  const { design } = useMeta().me
  const [made, setMade] = useState<ApiKey | null>(null)
  const [leaving, setLeaving] = useState<ApiKey | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const calendar = useCalendar()
  const { locale } = useFormat()
  const today = dayOf(locale.now, locale.zone)
  const settled = () => client.invalidateQueries({ queryKey: keys.apiKeys })
  const onError = (error: unknown) => notifications.show({ color: 'red', message: errorText(error, t) })
  const create = useMutation({
    mutationFn: (body: { title: string; scopes: string[]; until?: string }) => api.post<ApiKey>('/keys', body),
    onSuccess: key => {
      setMade(key)
      settled()
    },
    onError,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => api.del(`/keys/${id}`),
    onSuccess: () => {
      setLeaving(null)
      settled()
    },
    onError,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    create.mutate({
      title: String(data.get('title')).trim(),
      scopes: scopesOf(String(data.get('scope')), data.has('design')),
      ...(until && { until }),
    })
    event.currentTarget.reset()
    setUntil(null)
  }
  return (
    <section className={classes.card} aria-labelledby="profile-keys">
      <h2 id="profile-keys" className={classes.heading}>
        {t('profile.keys')}
      </h2>
      <p className={classes.muted}>{t('profile.keysAbout')}</p>
      {made?.secret && <Secret secret={made.secret} />}
      {query.error ? <ErrorState error={query.error} onRetry={() => query.refetch()} /> : null}
      <ul className={classes.keys}>
        {query.data?.map(key => (
          <KeyRow key={key.id} apiKey={key} onRevoke={() => setLeaving(key)} />
        ))}
      </ul>
      {query.data?.length === 0 && <p className={classes.muted}>{t('profile.keysEmpty')}</p>}
      <form onSubmit={submit} className={classes.grid}>
        <TextInput name="title" label={t('profile.keyTitle')} required maxLength={100} />
        <NativeSelect
          name="scope"
          label={t('profile.keyScope')}
          data={[
            { value: 'read', label: t('profile.keyRead') },
            { value: 'write', label: t('profile.keyWrite') },
            ...(design ? [{ value: 'none', label: t('profile.keyNoRecords') }] : []),
          ]}
        />
        <DateInput
          {...calendar}
          name="until"
          label={t('profile.keyUntil')}
          value={until}
          onChange={setUntil}
          dateParser={typed => parseDay(typed, today)}
          minDate={today}
          valueFormat="DD.MM.YYYY"
          placeholder={t('fields.dayHint')}
          clearable
          clearButtonProps={{ 'aria-label': t('fields.clear') }}
        />
        {design && (
          <Checkbox
            name="design"
            label={t('profile.keyDesign')}
            description={t('profile.keyDesignAbout')}
            className={classes.wide}
          />
        )}
        <Button type="submit" variant="default" loading={create.isPending} className={classes.submit}>
          {t('profile.keyCreate')}
        </Button>
      </form>
      <Modal
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('profile.keyRevokeAsk', { title: leaving?.title ?? '' })}
      >
        <p className={classes.muted}>{t('profile.keyRevokeBody')}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setLeaving(null)}>
            {t('common.cancel')}
          </Button>
          <Button loading={revoke.isPending} onClick={() => leaving && revoke.mutate(leaving.id)}>
            {t('profile.keyRevoke')}
          </Button>
        </div>
      </Modal>
    </section>
  )
}

/** What the form asks for, as the API says it: records and the configuration are opened apart. */
const scopesOf = (records: string, design: boolean) => [
  ...(records === 'none' ? [] : records === 'write' ? ['read', 'write'] : ['read']),
  ...(design ? ['configuration:publish'] : []),
]

function Secret({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <div className={classes.secret} role="status">
      <p>{t('profile.keySecret')}</p>
      <div className={classes.secretLine}>
        <code>{secret}</code>
        <Button size="xs" onClick={() => navigator.clipboard.writeText(secret).then(() => setCopied(true))}>
          {t(copied ? 'common.copied' : 'common.copy')}
        </Button>
      </div>
    </div>
  )
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const designs = apiKey.scopes.filter(s => s.startsWith('configuration:'))
  const records = apiKey.scopes.filter(s => !designs.includes(s))
  const writes = records.some(s => s.endsWith('write'))
  return (
    <li className={classes.key}>
      <div>
        <b>{apiKey.title}</b> <code>{apiKey.prefix}…</code>{' '}
        {records.length > 0 && (
          <Tag tone={writes ? 'warn' : 'plain'}>{t(writes ? 'profile.keyWrite' : 'profile.keyRead')}</Tag>
        )}{' '}
        {designs.length > 0 && (
          <Tag tone={designs.some(s => s.endsWith('publish')) ? 'warn' : 'plain'}>{t('profile.keyDesign')}</Tag>
        )}
        <p className={classes.muted}>
          {apiKey.used ? t('profile.keyUsed', { when: f.ago(apiKey.used) }) : t('profile.keyUnused')} ·{' '}
          {apiKey.until ? `${t('profile.keyUntil')} ${f.fullDate(apiKey.until)}` : t('profile.keyForever')}
        </p>
      </div>
      <Button variant="default" size="xs" onClick={onRevoke} aria-label={`${t('profile.keyRevoke')}: ${apiKey.title}`}>
        {t('profile.keyRevoke')}
      </Button>
    </li>
  )
}
