import { Button } from '@mantine/core'
import { type FocusEvent, type RefObject, useEffect, useMemo, useRef } from 'react'
import type { FieldMeta, FormAnswer, TypeMeta } from '../../api/types'
import { type Cells, isTyped, saysNothing } from '../../fields/cell'
import { domId } from '../../form/FieldBox'
import { blocksOf, inOrder } from '../../form/layout'
import { useLiveForm } from '../../form/live'
import { Sections } from '../../form/Sections'
import { Summary } from '../../form/Summary'
import { useTranslation } from '../../i18n'
import { useDesigner } from './designer'
import css from './form.module.css'

interface Props {
  meta: TypeMeta
  ask: (body: object, signal?: AbortSignal) => Promise<FormAnswer | null>
  /** What was typed stays when the form changes its shape. */
  typed: RefObject<Cells>
}

const scope = 'pv'

/** The form of the staff, asked of the draft. */
export function PreviewForm({ meta, ask, typed }: Props) {
  const { t } = useTranslation()
  const { chosen, choose } = useDesigner()
  const box = useRef<HTMLFormElement>(null)
  const summary = useRef<HTMLDivElement>(null)
  const fields = useMemo(() => meta.fields.filter(field => field.kind !== 'inverse'), [meta])
  const live = useLiveForm({
    type: meta,
    fields,
    cells: known(fields, typed.current),
    stored: null,
    refs: {},
    ask,
    onChange: () => {
      typed.current = { ...typed.current, ...live.cells() }
    },
  })
  const shows = (field: FieldMeta) => {
    if (field.engine || field.kind === 'number') return false
    return isTyped(field) && !live.stateOf(field).readOnly ? true : !live.known || !saysNothing(live.cells()[field.key])
  }
  const blocks = blocksOf(meta, live.stateOf, shows)
  const key = chosen?.what === 'field' ? chosen.key : ''
  useTwin(box, key, meta)
  const onFocus = (e: FocusEvent) => {
    const id = (e.target as HTMLElement).id
    const field = id.startsWith(`${scope}-`) ? id.slice(scope.length + 1).split('-')[0] : ''
    if (field && meta.fields.some(f => f.key === field)) choose('field', field)
  }
  return (
    <form
      ref={box}
      noValidate
      className={css.form}
      aria-label={meta.title}
      onFocus={onFocus}
      onSubmit={e => e.preventDefault()}
    >
      <h2 className={css.formTitle}>{meta.title}</h2>
      {live.attempted && <Summary ref={summary} faults={inOrder(live.faults, blocks)} fields={fields} scope={scope} />}
      <Sections blocks={blocks} live={live} slug={meta.slug} scope={scope} />
      <Button
        variant="default"
        fullWidth
        onClick={() => void live.ready().then(fine => !fine && requestAnimationFrame(() => summary.current?.focus()))}
      >
        {t('studioForm.preview.check')}
      </Button>
      {live.attempted && Object.keys(live.faults).length === 0 && (
        <p className={css.fine} role="status">
          {t('studioForm.preview.fine')}
        </p>
      )}
    </form>
  )
}

/** Cells of fields that are still there; what a field of another kind holds is not for this one. */
function known(fields: FieldMeta[], cells: Cells): Cells {
  return Object.fromEntries(fields.filter(f => isTyped(f) && fits(f, cells)).map(f => [f.key, cells[f.key] ?? null]))
}

function fits(field: FieldMeta, cells: Cells): boolean {
  const cell = cells[field.key]
  if (cell === undefined || cell === null) return false
  if (field.many || field.kind === 'rows') return Array.isArray(cell)
  if (field.kind === 'bool') return typeof cell === 'boolean'
  if (field.kind === 'enum') return (field.options ?? []).some(o => o.key === cell)
  return typeof cell === (field.kind === 'integer' ? 'number' : 'string')
}

/** Shows which field of the form is the chosen one. */
function useTwin(box: RefObject<HTMLFormElement | null>, key: string, meta: TypeMeta): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form may have been drawn anew
  useEffect(() => {
    const root = box.current
    if (!root || !key) return
    const control = root.querySelector(`#${CSS.escape(domId(scope, key))}`)
    const field = control?.closest<HTMLElement>('[style*="--span"]')
    if (!field) return
    field.dataset.twin = ''
    if (!root.contains(document.activeElement)) scrollWithin(root.parentElement, field)
    return () => {
      delete field.dataset.twin
    }
  }, [box, key, meta])
}

/** Brings the field into sight without moving anything but the sheet. */
function scrollWithin(sheet: HTMLElement | null, field: HTMLElement): void {
  if (!sheet) return
  const outer = sheet.getBoundingClientRect()
  const inner = field.getBoundingClientRect()
  if (inner.top < outer.top || inner.bottom > outer.bottom) sheet.scrollTop += inner.top - outer.top - 60
}
