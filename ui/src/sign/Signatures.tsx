import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import { api } from '../api/client'
import { keys } from '../api/keys'
import type { Signatures as Answer, Signature } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Avatar, ErrorState } from '../parts'
import { personOf } from '../record/people'
import { useAgain } from '../record/useAgain'
import css from './sign.module.css'
import { VerdictMark } from './VerdictMark'

const SignatureDialog = lazy(() => import('./SignatureDialog'))

interface Props {
  type: TypeMeta
  card: Card
}

/** Who has signed: what stands first, what ended is one click away. */
export default function Signatures({ type, card }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { slug } = type
  const { id } = card.row
  const query = useQuery({
    queryKey: keys.signatures(slug, id),
    queryFn: ({ signal }) => api.get<Answer>(`/signatures/${slug}/${id}`, {}, signal),
  })
  const again = useCallback(
    () => void client.invalidateQueries({ queryKey: keys.signatures(slug, id) }),
    [client, slug, id],
  )
  useAgain(card, again)
  const [all, setAll] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  if (query.error && !query.data) {
    return (
      <section className={css.box}>
        <ErrorState error={query.error} title={t('sign.failed')} onRetry={() => void query.refetch()} />
      </section>
    )
  }
  const { signatures = [], refs = {} } = query.data ?? {}
  if (signatures.length === 0) return null
  const standing = signatures.filter(s => !s.ended)
  const ended = signatures.filter(s => s.ended)
  const opened = signatures.find(s => s.id === open)
  return (
    <section className={css.box} aria-labelledby="signatures-title">
      <h2 id="signatures-title" className={css.boxTitle}>
        {t('sign.title')}
      </h2>
      <List signatures={standing} refs={refs} onOpen={setOpen} />
      {ended.length > 0 && (
        <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('sign.hideEarlier') : t('sign.earlier', { count: ended.length })}
        </Button>
      )}
      {all && <List signatures={ended} refs={refs} onOpen={setOpen} />}
      <Suspense>
        {opened && (
          <SignatureDialog type={type} card={card} signature={opened} refs={refs} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </section>
  )
}

function List({ signatures, refs, onOpen }: { signatures: Signature[]; refs: Refs; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <ul className={css.list}>
      {signatures.map(s => {
        const person = personOf(s.by, refs)
        const behalf = s.behalf ? personOf(s.behalf, refs)?.title : ''
        return (
          <li key={s.id}>
            <button type="button" className={css.row} onClick={() => onOpen(s.id)}>
              <Avatar name={person?.title || s.name} id={person?.id ?? ''} size={28} />
              <span className={css.name}>{s.name}</span>
              <VerdictMark of={s} />
              <span className={css.about}>
                {[
                  s.title,
                  f.instantShort(s.at),
                  t('sign.version', { n: s.version }),
                  behalf && t('sign.behalf', { name: behalf }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
