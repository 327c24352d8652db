import { useTranslation } from '../../i18n'
import { PhaseGlyph } from '../../parts'
import css from './access.module.css'
import { Face, faceSaid } from './Face'
import type { GridProps } from './Grid'
import { idOf, powerOf } from './matrix'
import { RowHead } from './RowHead'

/** The same on a phone: a card for each who, a line for each column; what is not seen is told in one line. */
export function RoleCards({ label, rows, columns, face, changed, open, onOpen, head }: GridProps) {
  const { t } = useTranslation()
  return (
    <ul className={css.cards} aria-label={label}>
      {rows.map(row => {
        const shown = columns.map(column => ({ column, face: face(row, column) }))
        const isKept = (c: (typeof shown)[number]) => !c.face.hidden || changed.has(idOf(row.key, c.column.key))
        const hidden = shown.filter(c => !isKept(c))
        return (
          <li key={row.key} className={css.card}>
            {head ? head(row) : <RowHead row={row} />}
            {shown.filter(isKept).map(({ column, face }) => (
              <button
                key={column.key}
                type="button"
                className={css.line}
                data-power={powerOf(face)}
                data-hidden={face.hidden || undefined}
                aria-pressed={open?.row === row.key && open.column === column.key}
                onClick={() => onOpen(row.key, column.key)}
              >
                <span className="k-vh">{`${row.title}, ${column.title}: ${faceSaid(face, t)}`}</span>
                <span className={css.lineHead} data-phase={column.phase} aria-hidden>
                  {column.phase && <PhaseGlyph phase={column.phase} size={14} />}
                  <span>{column.title}</span>
                </span>
                <Face face={face} />
                {changed.has(idOf(row.key, column.key)) && <span className={css.dot} aria-hidden />}
              </button>
            ))}
            {hidden.length > 0 && (
              <details className={css.unseen}>
                <summary>{t('studioAccess.unseen', { count: hidden.length })}</summary>
                {hidden.map(({ column }) => (
                  <button key={column.key} type="button" onClick={() => onOpen(row.key, column.key)}>
                    {column.title}
                  </button>
                ))}
              </details>
            )}
          </li>
        )
      })}
    </ul>
  )
}
