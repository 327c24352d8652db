import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client'
import { errorText, isFault } from '../api/fault'
import { pb } from '../api/pb'
import { queries } from '../app/queries'
import { useTranslation } from '../i18n'
import { Gate } from '../signin/Gate'
import classes from '../signin/gate.module.css'
import { setupQuery, withRequired } from './query'

const names = ['company', 'name', 'email', 'password', 'token'] as const
type Name = (typeof names)[number]
type Values = Record<Name, string>
type Errors = Partial<Record<Name, string>>
const shortest = 10

/** First run: who owns it, what to start with, and the proof that one can see the server's window. */
export function Setup() {
  const { t } = useTranslation()
  const router = useRouter()
  const { token } = useSearch({ from: '/setup' })
  const { packs } = useSuspenseQuery(setupQuery).data
  const [chosen, setChosen] = useState(() => packs.map(p => p.key))
  const [errors, setErrors] = useState<Errors>({})
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)

  const check = (values: Values): Errors => {
    const found: Errors = {}
    for (const name of names) if (!values[name]) found[name] = t(`setup.need.${name}`)
    if (values.password && values.password.length < shortest) found.password = t('setup.short')
    return found
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const values = Object.fromEntries(names.map(n => [n, String(data.get(n) ?? '').trim()])) as Values
    const found = check(values)
    setErrors(found)
    setTrouble('')
    if (Object.keys(found).length > 0) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name="${Object.keys(found)[0]}"]`)?.focus()
      return
    }
    setBusy(true)
    try {
      await api.post('/setup', { ...values, packs: withRequired(chosen, packs) })
      await pb.collection('users').authWithPassword(values.email, values.password)
      queries.clear()
      router.history.push('/')
    } catch (error) {
      if (isFault(error))
        setErrors(Object.fromEntries(Object.entries(error.fault.data).map(([k, v]) => [k, v.message])))
      setTrouble(errorText(error, t))
    } finally {
      setBusy(false)
    }
  }
  const title = (key: string) => packs.find(p => p.key === key)?.title ?? key
  return (
    <Gate title={t('setup.title')} about={t('setup.about')} wide>
      <form className={classes.form} onSubmit={submit} noValidate>
        {trouble && (
          <p role="alert" className={classes.alert}>
            {trouble}
          </p>
        )}
        <TextInput name="company" label={t('setup.company')} error={errors.company} required autoFocus />
        <h2 className={classes.heading}>{t('setup.owner')}</h2>
        <TextInput name="name" label={t('setup.name')} autoComplete="name" error={errors.name} required />
        <TextInput
          name="email"
          type="email"
          label={t('setup.email')}
          autoComplete="username"
          error={errors.email}
          required
        />
        <PasswordInput
          name="password"
          label={t('setup.password')}
          description={t('setup.passwordHint')}
          autoComplete="new-password"
          error={errors.password}
          required
        />
        <fieldset className={classes.packs}>
          <legend>
            {t('setup.packs')}. {t('setup.packsHint')}
          </legend>
          <Checkbox.Group value={withRequired(chosen, packs)} onChange={setChosen}>
            {packs.map(pack => (
              <div key={pack.key} className={classes.pack}>
                <Checkbox
                  value={pack.key}
                  label={pack.title}
                  description={[
                    pack.about,
                    pack.requires.length > 0 && t('setup.requires', { packs: pack.requires.map(title).join(', ') }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                />
              </div>
            ))}
          </Checkbox.Group>
        </fieldset>
        {token && !errors.token ? (
          <input type="hidden" name="token" value={token} />
        ) : (
          <TextInput
            name="token"
            label={t('setup.token')}
            description={t('setup.tokenHint')}
            autoComplete="one-time-code"
            error={errors.token}
            required
          />
        )}
        <Button type="submit" size="md" loading={busy}>
          {t('setup.submit')}
        </Button>
      </form>
    </Gate>
  )
}
