import { Button, PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { ClientResponseError } from 'pocketbase'
import { type FormEvent, useRef, useState } from 'react'
import { pb } from '../api/pb'
import { useTranslation } from '../i18n'
import { setupQuery } from '../setup/query'
import { Gate } from './Gate'
import classes from './gate.module.css'

const people = 'users'

type Trouble = 'signin.needEmail' | 'signin.wrong' | 'signin.tooMany' | 'signin.needBoth' | 'error.network'

const troubleOf = (error: unknown): Trouble => {
  const status = error instanceof ClientResponseError ? error.status : 0
  if (status === 429) return 'signin.tooMany'
  return status === 0 || status >= 500 ? 'error.network' : 'signin.wrong'
}

/** Signing in by password or through the company's own sign-on. */
export function SignIn() {
  const { t } = useTranslation()
  const { history } = useRouter()
  const { to } = useSearch({ from: '/signin' })
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [busy, setBusy] = useState(false)
  const [sent, setSent] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  const setup = useQuery(setupQuery)

  const enter = async (how: () => Promise<unknown>) => {
    setBusy(true)
    setTrouble(null)
    try {
      await how()
      history.push(safeAddress(to))
    } catch (error) {
      setTrouble(troubleOf(error))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const [address, password] = [String(data.get('email')), String(data.get('password'))]
    if (!address || !password) return setTrouble('signin.needBoth')
    enter(() => pb.collection(people).authWithPassword(address, password))
  }
  // Whether there is such a person is not told: a stranger could try addresses.
  const forgot = async () => {
    const address = email.current?.value.trim()
    if (!address) {
      email.current?.focus()
      return setTrouble('signin.needEmail')
    }
    setTrouble(null)
    try {
      await pb.collection(people).requestPasswordReset(address)
      setSent(true)
    } catch (error) {
      setTrouble(troubleOf(error) === 'signin.wrong' ? 'signin.needEmail' : troubleOf(error))
    }
  }
  return (
    <Gate title={t('signin.title')}>
      {to && to !== '/' && !trouble && <p className={classes.info}>{t('signin.expired')}</p>}
      <form className={classes.form} onSubmit={submit} noValidate>
        {trouble && (
          <p role="alert" className={classes.alert}>
            {t(trouble)}
          </p>
        )}
        {sent && (
          <p role="status" className={classes.info}>
            {t('signin.sent')}
          </p>
        )}
        <TextInput
          ref={email}
          name="email"
          type="email"
          label={t('signin.email')}
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          name="password"
          label={t('signin.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t('signin.submit')}
        </Button>
        {setup.data?.mail && (
          <button type="button" className={classes.forgot} onClick={forgot}>
            {t('signin.forgot')}
          </button>
        )}
        {setup.data && !setup.data.mail && <p className={classes.forgotten}>{t('signin.forgotten')}</p>}
      </form>
      <Providers onPick={name => enter(() => pb.collection(people).authWithOAuth2({ provider: name }))} />
    </Gate>
  )
}

/** Only an address of this site: a link from a letter must not lead elsewhere after the sign-in. */
export function safeAddress(to: string | undefined): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : '/'
}

function Providers({ onPick }: { onPick: (name: string) => void }) {
  const { t } = useTranslation()
  const methods = useQuery({ queryKey: ['authMethods'], queryFn: () => pb.collection(people).listAuthMethods() })
  const providers = methods.data?.oauth2?.enabled ? methods.data.oauth2.providers : []
  if (providers.length === 0) return null
  return (
    <>
      <div className={classes.or}>{t('signin.or')}</div>
      <div className={classes.ways}>
        {providers.map(p => (
          <Button key={p.name} variant="default" size="md" onClick={() => onPick(p.name)}>
            {t('signin.with', { name: p.displayName || p.name })}
          </Button>
        ))}
      </div>
    </>
  )
}
