import { useGo } from '../shell/useGo'
import css from './rules.module.css'
import type { Use } from './types'

/** Places where something is named, each with the line and a way to it. */
export function UseList({ uses, onGo }: { uses: Use[]; onGo: () => void }) {
  const go = useGo()
  return (
    <ul className={css.uses}>
      {uses.map((use, at) => (
        <li key={at}>
          <button
            type="button"
            className={css.use}
            onClick={() => {
              onGo()
              go(use.file, { line: use.line, column: use.column })
            }}
          >
            <span className={css.lineWhere}>{`${use.file.replace(/^schemas\//, '')}:${use.line}`}</span>
            <code className={css.lineSource}>{use.text.trim()}</code>
          </button>
        </li>
      ))}
    </ul>
  )
}
