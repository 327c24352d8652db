import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { Account, Card } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { copyText } from '../lib/copy'
import { usePhone } from '../lib/screen'
import { Given } from './AccountBox'
import css from './account.module.css'
import { lacking, madeUp } from './password'

interface Props {
  card: Card
  account: Account
  onClose: () => void
}

/** Gives a person a password: one made up here, shown this once, or one that is typed. */
export function PasswordDialog({ card, account, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const phone = usePhone()
  const [own, setOwn] = useState(false)
  const [made, setMade] = useState(madeUp)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const short = own ? lacking(typed, account.least) : 0
    if (short > 0) return setFault(t('account.short', { count: short, least: account.least }))
    setBusy(true)
    setFault('')
    try {
      await api.put(`/password/${card.row.id}`, { password: own ? typed : made })
      void client.invalidateQueries({ queryKey: keys.card(card.row.type, card.row.id) })
      if (own) {
        notifications.show({ message: t('account.done'), color: 'green' })
        onClose()
      } else setDone(true)
    } catch (error) {
      setFault(errorText(error, t))
    } finally {
      setBusy(false)
    }
  }
  const frame = {
    opened: true,
    onClose,
    title: t('account.title', { name: card.title }),
    size: 480,
    centered: true,
    fullScreen: phone,
  }
  if (done) {
    return (
      <Modal {...frame} closeOnClickOutside={false}>
        <Made login={account.login} password={made} shut={!account.open} onClose={onClose} />
      </Modal>
    )
  }
  return (
    <Modal {...frame}>
      <form onSubmit={e => void submit(e)} noValidate className={css.form}>
        <p>{t(account.has ? 'account.has' : 'account.first')}</p>
        <Given card={card} account={account} />
        <Choice own={own} onChange={setOwn} />
        {own ? (
          <PasswordInput
            label={t('account.typed')}
            description={t('account.least', { count: account.least })}
            autoComplete="new-password"
            required
            autoFocus
            value={typed}
            error={fault}
            onChange={e => {
              setTyped(e.currentTarget.value)
              setFault('')
            }}
          />
        ) : (
          <div className={css.made}>
            <code>{made}</code>
            <Button
              variant="default"
              size="xs"
              leftSection={<Icon name="refresh" size={14} />}
              onClick={() => setMade(madeUp())}
            >
              {t('account.another')}
            </Button>
          </div>
        )}
        {!own && fault && (
          <p className={css.fault} role="alert">
            <Icon name="alert" size={14} />
            {fault}
          </p>
        )}
        {!account.open && <p className={css.warn}>{t('account.closed')}</p>}
        <div className={css.buttons}>
          <Button type="submit" loading={busy} loaderProps={{ type: 'dots' }}>
            {t('account.give')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Choice({ own, onChange }: { own: boolean; onChange: (own: boolean) => void }) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <fieldset className={css.choice}>
      <legend className="k-vh">{t('account.how')}</legend>
      {[false, true].map(value => (
        <label key={String(value)}>
          <input
            type="radio"
            name={name}
            checked={own === value}
            onChange={() => onChange(value)}
            data-autofocus={!value || undefined}
          />
          {t(value ? 'account.type' : 'account.make')}
        </label>
      ))}
    </fieldset>
  )
}

interface MadeProps {
  login: string
  password: string
  shut: boolean
  onClose: () => void
}

/** The password stands here once; what is closed is gone. */
function Made({ login, password, shut, onClose }: MadeProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const both = login ? `${login}\n${password}` : password
  return (
    <div className={css.form} role="status">
      <p>{t('account.once')}</p>
      {login && <TextInput label={t('account.login')} value={login} readOnly onFocus={e => e.currentTarget.select()} />}
      <TextInput
        label={t('account.made')}
        value={password}
        readOnly
        classNames={{ input: css.mono }}
        onFocus={e => e.currentTarget.select()}
      />
      <p className={css.note}>{t('account.tell')}</p>
      {shut && <p className={css.warn}>{t('account.closed')}</p>}
      <div className={css.buttons}>
        <Button
          data-autofocus
          leftSection={<Icon name={copied ? 'check' : 'copy'} />}
          onClick={() => void copyText(both).then(setCopied)}
        >
          {t(copied ? 'common.copied' : login ? 'account.copyBoth' : 'common.copy')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('account.close')}
        </Button>
      </div>
    </div>
  )
}
