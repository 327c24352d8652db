import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs'
import { Link } from '@tanstack/react-router'
import type { BulkAnswer } from '../api/process'
import { useTranslation } from '../i18n'
import { MoneyText } from '../parts'
import css from './bulk.module.css'

/** Numbers of records by id, where the title does not say them. */
export type Numbers = ReadonlyMap<string, string>

/** Lines that a person looks through; a sheet has all of them. */
const most = 300

/** Record by record: done, or refused and why; and what it comes to. */
export function Results({ answer, numbers }: { answer: BulkAnswer; numbers?: Numbers | undefined }) {
  const { t } = useTranslation()
  const hidden = answer.results.length - most
  return (
    <>
      <ul className={css.results}>
        {answer.results.slice(0, most).map(result => (
          <Line key={result.id} result={result} number={numbers?.get(result.id)} isTrial={answer.dryRun} />
        ))}
        {hidden > 0 && <li className={css.hidden}>{t('bulk.hidden', { count: hidden })}</li>}
      </ul>
      <p className={css.total}>
        {t(answer.dryRun ? 'bulk.would' : 'bulk.did', { count: answer.done })}
        {answer.refused > 0 && `, ${t('bulk.refused', { count: answer.refused })}`}
        {answer.totals.map(total => (
          <b key={total.currency}>
            {' '}
            · <MoneyText value={total.amount} currency={total.currency} short />
          </b>
        ))}
      </p>
    </>
  )
}

interface LineProps {
  result: BulkAnswer['results'][number]
  number: string | undefined
  isTrial: boolean
}

function Line({ result, number, isTrial }: LineProps) {
  const { t } = useTranslation()
  return (
    <li data-ok={result.ok}>
      {result.ok ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
      <span className={css.name}>
        {result.type && result.title ? (
          <Link to="/t/$slug/$id" params={{ slug: result.type, id: result.id }} search={{}}>
            {number ? `${number} ` : ''}
            {result.title}
          </Link>
        ) : (
          result.title
        )}
      </span>
      <span className={css.sum}>
        {result.amount && <MoneyText value={result.amount} currency={result.currency ?? ''} short />}
      </span>
      <span className={css.why}>
        {result.ok ? (isTrial ? '' : t('bulk.ok')) : result.why.join('; ') || result.code}
      </span>
    </li>
  )
}
