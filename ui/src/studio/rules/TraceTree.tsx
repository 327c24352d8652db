import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { Hatch } from '../../parts'
import css from './rules.module.css'
import { arrow, opened, rowsOf, type TraceRow } from './trace'
import type { Step } from './types'

/** How an answer came about, part by part. */
export function TraceTree({ root }: { root: Step }) {
  const { t } = useTranslation()
  const [changed, setChanged] = useState<Record<string, boolean>>({})
  const [at, setAt] = useState('0')
  const tree = useRef<HTMLDivElement>(null)
  const open = opened(root)
  for (const [id, isOpen] of Object.entries(changed)) {
    if (isOpen) open.add(id)
    else open.delete(id)
  }
  const rows = rowsOf(root, open)
  const current = rows.some(r => r.id === at) ? at : '0'
  const turn = (id: string, isOpen: boolean) => setChanged(old => ({ ...old, [id]: isOpen }))
  const onKey = (event: KeyboardEvent) => {
    const done = arrow(rows, current, event.key)
    if (!done) return
    event.preventDefault()
    if (done.open !== undefined) turn(current, done.open)
    if (done.to !== undefined) {
      setAt(done.to)
      tree.current?.querySelector<HTMLElement>(`[data-id="${done.to}"]`)?.focus()
    }
  }
  return (
    <div ref={tree} role="tree" aria-label={t('studioRules.trace.title')} className={css.trace} onKeyDown={onKey}>
      {rows.map(row => (
        <Row
          key={row.id}
          row={row}
          current={row.id === current}
          onFocus={() => setAt(row.id)}
          onTurn={() => turn(row.id, !row.open)}
        />
      ))}
    </div>
  )
}

interface RowProps {
  row: TraceRow
  current: boolean
  onFocus: () => void
  onTurn: () => void
}

function Row({ row, current, onFocus, onTurn }: RowProps) {
  const { t } = useTranslation()
  const { step, joins, parts, open, depth } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the arrow keys
    <div
      role="treeitem"
      data-id={row.id}
      aria-level={depth + 1}
      aria-expanded={parts > 0 ? open : undefined}
      aria-selected={current}
      tabIndex={current ? 0 : -1}
      className={css.step}
      style={{ paddingLeft: 12 + Math.min(depth, 6) * 16 }}
      onFocus={onFocus}
      onClick={parts > 0 ? onTurn : undefined}
    >
      <span className={css.turn} data-open={open || undefined} aria-hidden>
        {parts > 0 && <IconChevronRight size={13} stroke={1.8} />}
      </span>
      <span className={css.source} title={step.text}>
        {step.element && <span className={css.element}>{step.element} · </span>}
        {joins ? t(`studioRules.trace.${joins}`) : step.text}
      </span>
      <Value step={step} />
      {step.cut && <span className={css.cut}>{t('studioRules.trace.cut')}</span>}
    </div>
  )
}

function Value({ step }: { step: Step }) {
  const { t } = useTranslation()
  if (step.hidden) return <Hatch width={56} label={t('studioRules.trace.hidden')} />
  if (step.ok !== undefined) {
    return (
      <span className={css.yesNo} data-ok={step.ok}>
        {step.shown}
      </span>
    )
  }
  return <span className={css.value}>{step.shown}</span>
}
