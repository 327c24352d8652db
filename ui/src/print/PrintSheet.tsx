import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api } from '../api/client'
import { useType } from '../api/hooks'
import type { Remark, Round, Sheet } from '../api/process'
import type { Card, Refs, TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { ErrorState, SkeletonRows } from '../parts'
import { personOf } from '../record/people'
import { Missing } from '../shell/Missing'
import { Paper } from './Paper'
import css from './print.module.css'
import { linesOf, type SheetLine } from './sheetLines'

/** The approval sheet of a record as it goes on paper: every round from the first, every vote, every remark. */
export function PrintSheet() {
  const { slug, id } = useParams({ from: '/staff/t/$slug/$id/approvals' })
  const type = useType(slug)
  return type ? <Rounds type={type} id={id} /> : <Missing />
}

function Rounds({ type, id }: { type: TypeMeta; id: string }) {
  const { t } = useTranslation()
  const answer = useQuery({
    queryKey: ['print', type.slug, id],
    queryFn: async ({ signal }) => {
      const [card, sheet] = await Promise.all([
        api.get<Card>(`/card/${type.slug}/${id}`, {}, signal),
        api.get<Sheet>(`/approvals/${type.slug}/${id}`, {}, signal),
      ])
      return { card, sheet }
    },
    staleTime: 0,
    gcTime: 0,
  })
  const { card, sheet } = answer.data ?? {}
  return (
    <Paper
      title={t('sheet.title')}
      lines={card ? [`${type.title} ${[card.number, card.title].filter(Boolean).join(' ')}`] : []}
      back={`/t/${type.slug}/${id}`}
      isReady={answer.isSuccess}
    >
      {answer.error ? (
        <ErrorState error={answer.error} title={t('sheet.failed')} onRetry={() => void answer.refetch()} />
      ) : !sheet ? (
        <SkeletonRows rows={8} />
      ) : (
        [...sheet.rounds]
          .reverse()
          .map(round => <OneRound key={`${round.route}/${round.number}`} round={round} refs={sheet.refs} />)
      )}
    </Paper>
  )
}

const columns = ['step', 'who', 'said', 'when', 'version', 'comment'] as const

function OneRound({ round, refs }: { round: Round; refs: Refs }) {
  const { t } = useTranslation()
  const f = useFormat()
  const name = (key: string | null | undefined) => personOf(key, refs)?.title || t('common.gone')
  const end = round.ended && t(`sheet.ended.${round.ended.how}`, { when: f.fullInstant(round.ended.at) })
  return (
    <section className={css.round}>
      <h3>
        {round.title}, {t('sheet.round', { n: round.number })}
      </h3>
      <p className={css.note}>
        {[t('print.began', { when: f.fullInstant(round.began) }), end || t('print.goesOn')].join(' · ')}
      </p>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map(key => (
              <th key={key} scope="col">
                {t(`print.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {linesOf(round).map(line => (
            <Line key={`${line.step.key}/${line.place}`} line={line} name={name} />
          ))}
        </tbody>
      </table>
      {round.remarks.length > 0 && <h4>{t('sheet.remarks')}</h4>}
      {round.remarks.map(remark => (
        <RemarkText key={remark.id} remark={remark} name={name} />
      ))}
    </section>
  )
}

type Name = (key: string | null | undefined) => string

function Line({ line, name }: { line: SheetLine; name: Name }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { step, vote, person } = line
  const who = vote?.behalf
    ? t('print.behalf', { by: name(vote.by), behalf: name(vote.behalf) })
    : person && name(person)
  const state = [
    t(`print.is.${line.state}`),
    vote?.auto === 'once' && t('sheet.auto.once'),
    vote?.withdrawn && t('sheet.withdrawn', { when: f.fullInstant(vote.withdrawn) }),
  ]
  return (
    <tr data-void={line.isVoid || undefined}>
      <td>{step.title}</td>
      <td>{who}</td>
      <td>{state.filter(Boolean).join('; ')}</td>
      <td>{vote && f.fullInstant(vote.at)}</td>
      <td>{vote?.revision}</td>
      <td>{vote?.comment}</td>
    </tr>
  )
}

function RemarkText({ remark, name }: { remark: Remark; name: Name }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <p>
      {name(remark.by)}, {f.fullInstant(remark.at)}: {remark.text}
      {remark.blocking && ` (${t('sheet.blockingMark')})`}
      {remark.answer && (
        <>
          <br />
          {t('sheet.answered', { name: name(remark.answerer) })} {remark.answer}
        </>
      )}
      {remark.resolved && (
        <>
          <br />
          {t('sheet.resolvedMark', { when: f.fullInstant(remark.resolved) })}
        </>
      )}
    </p>
  )
}
