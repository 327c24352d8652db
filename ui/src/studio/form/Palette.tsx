import { TextInput } from '@mantine/core'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { Keycap } from '../../parts'
import { useWords } from '../grammar/words'
import { itemId, useDesigner } from './designer'
import { useDrag } from './drag'
import css from './form.module.css'
import { KindIcon } from './KindIcon'
import type { Kind } from './kinds'
import type { FieldShape } from './shape'
import { useOffered } from './useFormDesigner'

/** What can be put on the form: fields that are off it, and new ones of every kind. */
export function Palette() {
  const { t } = useTranslation()
  const words = useWords()
  const designer = useDesigner()
  const [search, setSearch] = useState('')
  const sought = search.trim().toLowerCase()
  const has = (text: string) => text.toLowerCase().includes(sought)
  const off = designer.form.off.flatMap(key => designer.form.fields.get(key) ?? [])
  const on = sought
    ? [...designer.form.fields.values()].filter(f => !f.engine && !designer.form.off.includes(f.key))
    : []
  const kinds = useOffered(designer.type).filter(kind => has(words.kind(kind)))
  const matching = (list: FieldShape[]) => list.filter(f => has(f.title) || has(f.key))
  return (
    <aside className={css.palette} aria-label={t('studioForm.palette')} data-walk="palette">
      <TextInput
        size="xs"
        aria-label={t('studioForm.find')}
        placeholder={t('studioForm.find')}
        leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
        value={search}
        onChange={e => setSearch(e.currentTarget.value)}
      />
      {matching(on).length > 0 && (
        <>
          <h2 className={css.paletteTitle}>{t('studioForm.onForm')}</h2>
          <ul className={css.offList}>
            {matching(on).map(field => (
              <li key={field.key}>
                <button type="button" className={css.off} onClick={() => designer.choose('field', field.key, 'item')}>
                  <KindIcon kind={field.kind} />
                  <span>{field.title}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {matching(off).length > 0 && (
        <>
          <h2 className={css.paletteTitle}>
            {t('studioForm.off')} <span>{off.length}</span>
          </h2>
          <ul className={css.offList}>
            {matching(off).map(field => (
              <li key={field.key}>
                <OffField field={field} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 className={css.paletteTitle}>{t('studioForm.newField')}</h2>
      <ul className={css.kinds}>
        {kinds.map(kind => (
          <li key={kind}>
            <NewKind kind={kind} label={words.kind(kind)} />
          </li>
        ))}
      </ul>
      <p className={css.paletteHint}>
        {t('studioForm.hint')} <Keycap>N</Keycap>
      </p>
    </aside>
  )
}

function OffField({ field }: { field: FieldShape }) {
  const { chosen, choose, erase, inForce } = useDesigner()
  const box = useRef<HTMLDivElement>(null)
  useDrag(box, { carries: 'field', key: field.key })
  const current = chosen?.what === 'field' && chosen.key === field.key
  return (
    // biome-ignore lint/a11y/useSemanticElements: Firefox does not let a button be carried
    <div
      ref={box}
      role="button"
      tabIndex={0}
      className={css.off}
      data-item={itemId('field', field.key)}
      data-current={current || undefined}
      data-fresh={!inForce(field.key) || undefined}
      aria-pressed={current}
      onClick={() => choose('field', field.key)}
      onKeyDown={e => {
        if (e.key === 'Enter' || e.key === ' ') choose('field', field.key, 'title')
        else if (e.key === 'Delete') erase(field.key)
        else return
        e.preventDefault()
      }}
    >
      <KindIcon kind={field.kind} />
      <span>{field.title}</span>
    </div>
  )
}

function NewKind({ kind, label }: { kind: Kind; label: string }) {
  const { add } = useDesigner()
  const box = useRef<HTMLDivElement>(null)
  useDrag(box, { carries: 'new', kind })
  return (
    // biome-ignore lint/a11y/useSemanticElements: Firefox does not let a button be carried
    <div
      ref={box}
      role="button"
      tabIndex={0}
      className={css.kind}
      onClick={() => add(kind)}
      onKeyDown={e => {
        if (e.key !== 'Enter' && e.key !== ' ') return
        e.preventDefault()
        add(kind)
      }}
    >
      <KindIcon kind={kind} />
      <span>{label}</span>
    </div>
  )
}
