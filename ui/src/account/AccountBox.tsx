import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Account, Card } from '../api/types'
import { Icon } from '../fields/Icon'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { personOf } from '../record/people'
import record from '../record/record.module.css'
import css from './account.module.css'
import { PasswordDialog } from './PasswordDialog'

/** On the card of a person, for those who may let them in: how they sign in, and a password to begin with. */
export default function AccountBox({ card, account }: { card: Card; account: Account }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <section className={record.box} aria-labelledby="account">
      <h2 className={record.boxTitle} id="account">
        {t('account.heading')}
      </h2>
      {account.login && <p className={css.login}>{account.login}</p>}
      <p className={css.state} data-tone={account.has ? 'ok' : 'warn'}>
        <Icon name={account.has ? 'pass' : 'alert'} size={16} />
        {t(account.has ? 'account.there' : 'account.notThere')}
      </p>
      <Given card={card} account={account} />
      {!account.open && <p className={css.note}>{t('account.shut')}</p>}
      <Button variant="default" onClick={() => setOpen(true)} className={css.button}>
        {t(account.has ? 'account.giveNew' : 'account.giveFirst')}
      </Button>
      {open && <PasswordDialog card={card} account={account} onClose={() => setOpen(false)} />}
    </section>
  )
}

/** Who gave the last password; one that the person has chosen since is theirs alone to know. */
export function Given({ card, account }: { card: Card; account: Account }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  if (!account.given) return null
  const who = personOf(account.given.by, card.refs)?.title || t('account.operator')
  return <p className={css.note}>{t('account.given', { who, when: instant(account.given.at) })}</p>
}
