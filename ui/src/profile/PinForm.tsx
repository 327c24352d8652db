import { Button, PasswordInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { errorText } from '../api/fault'
import { useTranslation } from '../i18n'
import classes from './profile.module.css'
import { useOwnKey } from './signature'

/** Makes a key with a PIN, or gives my key another one. A PIN is typed twice and kept nowhere. */
export function PinForm({ change, onDone }: { change?: boolean; onDone?: () => void }) {
  const { t } = useTranslation()
  const [differ, setDiffer] = useState(false)
  const send = useOwnKey<{ old?: string; pin: string }>(change ? '/signature/pin' : '/signature/key', () => {
    notifications.show({ message: t(change ? 'signature.changed' : 'signature.made') })
    onDone?.()
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const pin = String(data.get('pin'))
    setDiffer(pin !== String(data.get('again')))
    if (pin !== String(data.get('again'))) return
    send.mutate({ pin, ...(change && { old: String(data.get('oldPin')) }) }, { onSuccess: () => form.reset() })
  }
  const refused = send.error ? errorText(send.error, t) : undefined
  return (
    <form onSubmit={submit} className={classes.grid} style={{ alignItems: 'start' }}>
      {change && <PasswordInput name="oldPin" label={t('signature.old')} autoComplete="off" required />}
      <PasswordInput
        name="pin"
        label={t(change ? 'signature.fresh' : 'signature.pin')}
        description={t('signature.pinHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
        minLength={6}
        required
      />
      <PasswordInput
        name="again"
        label={t('signature.again')}
        autoComplete="off"
        error={differ ? t('signature.differ') : undefined}
        required
      />
      <p role="alert" className={classes.wrong} hidden={!refused}>
        {refused}
      </p>
      <Button type="submit" variant={change ? 'default' : 'filled'} loading={send.isPending} className={classes.submit}>
        {t(change ? 'signature.change' : 'signature.make')}
      </Button>
    </form>
  )
}
