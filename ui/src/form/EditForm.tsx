import { Checkbox } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card, FieldMeta, Refs, TypeMeta } from '../api/types'
import { type Cells, isEmpty, isFile, isTyped, saysNothing } from '../fields/cell'
import { usePhone } from '../lib/screen'
import type { Parcel } from '../queue/store'
import { ConflictDialog } from '../record/ConflictDialog'
import { DuplicateDialog } from '../record/DuplicateDialog'
import { Page } from '../shell/Page'
import { ActionBar } from './ActionBar'
import { DraftStrip } from './DraftStrip'
import css from './form.module.css'
import { LeaveGuard } from './LeaveGuard'
import { blocksOf, INDEX_FROM, inOrder } from './layout'
import { useLiveForm } from './live'
import { FormRail, lackingIn } from './Rail'
import { SectionIndex, Sections } from './Sections'
import { Summary } from './Summary'
import { useDraft } from './useDraft'
import { useSave } from './useSave'
import { useSendKeys } from './useSendKeys'

interface Props {
  type: TypeMeta
  id?: string
  card: Card | null
  cells: Cells
  /** What the place says from which a new record is made; it wins over a draft. */
  given?: Cells | undefined
  refs: Refs
  /** What the record takes the place of once it is sent. */
  mends?: Parcel | undefined
}

const SCOPE = 'f'
/** «Только незаполненные» is offered when a form is long. */
const LONG_FORM = 20

export function EditForm({ type, id, card, cells, given, refs, mends }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const fields = useMemo(() => type.fields.filter(field => field.kind !== 'inverse'), [type])
  const [stored, setStored] = useState(card ? (card.row.values as Cells) : null)
  const reading = useRef<() => Cells>(() => cells)
  const draft = useDraft(type.slug, id, card?.revision, () => reading.current())
  const [restored, setRestored] = useState(!id && draft.found !== null)
  const live = useLiveForm({
    type,
    fields,
    id,
    cells: { ...cells, ...(restored ? draft.found?.values : undefined), ...given },
    stored,
    refs,
    onChange: draft.touch,
  })
  reading.current = live.cells
  const save = useSave({ type, fields, id, card, stored, live, draft, summary: box, onMerged: setStored, mends })
  const [onlyEmpty, setOnlyEmpty] = useState(false)
  const [fixed, setFixed] = useState<ReadonlySet<string>>(new Set())
  const shows = (field: FieldMeta) => {
    if (field.engine || field.kind === 'number' || (onlyEmpty && !fixed.has(field.key))) return false
    // What nobody types says nothing until it has a value.
    return isTyped(field) && !live.stateOf(field).readOnly ? true : !live.known || !saysNothing(live.cells()[field.key])
  }
  const blocks = blocksOf(type, live.stateOf, shows)
  const titled = blocks.filter(block => block.title)
  useSendKeys({ send: save.send, keep: draft.keep }, 'page')
  const phone = usePhone()
  const title = id ? t('form.editTitle', { title: card?.title ?? '' }) : type.title
  return (
    <Page
      title={phone ? type.title : id ? t('form.editCrumb') : t('form.newCrumb')}
      crumbs={[
        { title: type.plural, to: `/t/${type.slug}` },
        ...(card && id ? [{ title: card.number || card.title, to: `/t/${type.slug}/${id}` }] : []),
      ]}
      back={id ? `/t/${type.slug}/${id}` : `/t/${type.slug}`}
      headline
    >
      <div className={css.body} data-index={titled.length >= INDEX_FROM || undefined}>
        {titled.length >= INDEX_FROM && <SectionIndex blocks={blocks} live={live} scope={SCOPE} />}
        <form
          className={css.form}
          noValidate
          aria-label={title}
          onSubmit={e => {
            e.preventDefault()
            save.send()
          }}
        >
          <header className={css.head}>
            <h1>{title}</h1>
            {!id && fields.some(field => field.kind === 'number') && <span>{t('form.numberLater')}</span>}
          </header>
          <DraftStrip
            draft={draft}
            restored={restored}
            isEdit={id !== undefined}
            onRestore={() => {
              live.replace({ ...live.cells(), ...draft.found?.values })
              setRestored(true)
              draft.touch()
            }}
            onForget={() => {
              draft.forget()
              live.replace(cells)
              setRestored(false)
            }}
          />
          {live.attempted && <Summary ref={box} faults={inOrder(live.faults, blocks)} fields={fields} scope={SCOPE} />}
          {fields.filter(field => !field.engine).length >= LONG_FORM && (
            <Checkbox
              className={css.onlyEmpty}
              label={t('form.onlyEmpty')}
              checked={onlyEmpty}
              onChange={e => {
                // Fields that are empty now stay while they are filled in.
                setFixed(new Set(fields.filter(field => isEmpty(live.cells()[field.key])).map(field => field.key)))
                setOnlyEmpty(e.currentTarget.checked)
              }}
            />
          )}
          {onlyEmpty && blocks.length === 0 && <p className={css.quiet}>{t('form.nothingEmpty')}</p>}
          <Sections blocks={blocks} live={live} slug={type.slug} scope={SCOPE} focusFirst={!id} />
        </form>
        <FormRail type={type} blocks={blocks} live={live} scope={SCOPE} isNew={!id} />
      </div>
      <ActionBar
        type={type}
        {...(id ? { id } : {})}
        draft={draft}
        busy={save.busy}
        percent={save.percent}
        lacking={lackingIn(blocks, live).length}
        onSend={save.send}
      />
      <LeaveGuard
        armed={() => draft.dirty && !save.finished()}
        files={Object.values(live.cells()).flat().some(isFile)}
      />
      {save.twin && (
        <DuplicateDialog
          fault={save.twin}
          busy={save.busy}
          onForce={reason => void save.insist(reason)}
          onClose={save.dropTwin}
        />
      )}
      {save.merge && (
        <ConflictDialog
          merge={save.merge.merge}
          fields={fields}
          card={save.merge.card}
          onSettle={save.settle}
          onClose={save.dropMerge}
        />
      )}
    </Page>
  )
}
