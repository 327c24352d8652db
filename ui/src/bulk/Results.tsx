import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs'
import { Link } from '@tanstack/react-router'
import type { BulkAnswer } from '../api/process'
import { useTranslation } from '../i18n'
import { MoneyText } from '../parts'
import css from './bulk.module.css'

/** A record as it stands in the list of results. */
export interface BulkLine {
  id: string
  type: string // slug
  number?: string
  title?: string // the server's answer brings it too
  amount?: string | null
  currency?: string | null
}

/** Record by record: done, or refused and why; and what it comes to. */
export function Results({ answer, lines }: { answer: BulkAnswer; lines: BulkLine[] }) {
  const { t } = useTranslation()
  return (
    <>
      <ul className={css.results}>
        {answer.results.map(result => {
          const line = lines.find(l => l.id === result.id)
          return (
            <li key={result.id} data-ok={result.ok}>
              {result.ok ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
              <span className={css.name}>
                {line ? (
                  <Link to="/t/$slug/$id" params={{ slug: line.type, id: line.id }} search={{}}>
                    {line.number ? `${line.number} ` : ''}
                    {result.title || line.title}
                  </Link>
                ) : (
                  result.title
                )}
              </span>
              <span className={css.sum}>
                {line?.amount && <MoneyText value={line.amount} currency={line.currency ?? ''} short />}
              </span>
              <span className={css.why}>
                {result.ok ? (answer.dryRun ? '' : t('bulk.ok')) : result.why.join('; ') || result.code}
              </span>
            </li>
          )
        })}
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
