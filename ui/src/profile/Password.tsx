import { Button, PasswordInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useMeta } from '../api/hooks'
import { keys } from '../api/keys'
import { pb } from '../api/pb'
import { useTranslation } from '../i18n'
import { rejoin } from '../push/device'
import classes from './profile.module.css'

const people = 'users'
const shortest = 10

/** Changing the password. The server then ends every session; here the new one begins at once. */
export function Password() {
  const { t } = useTranslation()
  const { me } = useMeta()
  const client = useQueryClient()
  const [errors, setErrors] = useState<{ old?: string; fresh?: string }>({})
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const [oldPassword, password] = [String(data.get('old')), String(data.get('fresh'))]
    if (password.length < shortest) return setErrors({ fresh: t('profile.passwordShort') })
    setBusy(true)
    setErrors({})
    try {
      await pb.collection(people).update(me.id, { oldPassword, password, passwordConfirm: password })
      await pb.collection(people).authWithPassword(me.email, password)
      await rejoin(me.id).catch(() => {})
      await client.invalidateQueries({ queryKey: keys.devices })
      form.reset()
      notifications.show({ message: t('profile.passwordChanged') })
    } catch {
      setErrors({ old: t('profile.passwordWrong') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={classes.card} aria-labelledby="profile-password">
      <h2 id="profile-password" className={classes.heading}>
        {t('profile.password')}
      </h2>
      <form onSubmit={submit} className={classes.grid}>
        <PasswordInput
          name="old"
          label={t('profile.passwordOld')}
          autoComplete="current-password"
          error={errors.old}
          required
        />
        <PasswordInput
          name="fresh"
          label={t('profile.passwordNew')}
          autoComplete="new-password"
          error={errors.fresh}
          required
        />
        <Button type="submit" variant="default" loading={busy} className={classes.submit}>
          {t('profile.passwordChange')}
        </Button>
      </form>
    </section>
  )
}
