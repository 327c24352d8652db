import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from '../../i18n'
import { Keycap } from '../../parts'
import { useDesigner } from './designer'
import { useDropped } from './drag'
import css from './form.module.css'
import { KindMenu } from './KindMenu'
import type { Place } from './ops'
import { SectionCard } from './SectionCard'
import { rest, sectionOf } from './shape'
import { walk } from './walk'

/** The form as it is divided: sections and the cards of their fields. */
export function Canvas() {
  const { t } = useTranslation()
  const designer = useDesigner()
  const { form } = designer
  const help = useId()
  const [asking, setAsking] = useState<{ place: Place; at: HTMLElement } | null>(null)
  useDropped((cargo, target, edge) => {
    const section = form.sections.find(s => s.key === target.section)
    const after = edge === 'right' || edge === 'bottom'
    const at = target.field === undefined ? -1 : (section?.fields.indexOf(target.field) ?? -1)
    const place = { section: target.section, before: at < 0 ? undefined : section?.fields[after ? at + 1 : at] }
    if (cargo.carries === 'new') designer.add(cargo.kind, place)
    else if (cargo.carries === 'field') designer.move(cargo.key, place)
    else designer.moveSection(cargo.key, beside(target.section, after))
  })
  const beside = (key: string, after: boolean) => {
    const order = form.sections.map(s => s.key).filter(other => other !== rest)
    return after ? order[order.indexOf(key) + 1] : key
  }
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    const [what, key = ''] = split((e.target as HTMLElement).dataset.item)
    if (!what || e.ctrlKey || e.metaKey) return
    const act = keyed(e)
    if (act && act(what, key, e.target as HTMLElement) !== false) e.preventDefault()
  }
  type Act = (what: 'field' | 'section', key: string, at: HTMLElement) => unknown
  const keyed = (e: KeyboardEvent): Act | undefined => {
    const back = e.key === 'ArrowUp' || e.key === 'ArrowLeft'
    if (back || e.key === 'ArrowDown' || e.key === 'ArrowRight') {
      return (what, key, at) => {
        if (!e.altKey) return walk(at, e.key)
        if (what === 'field') designer.step(key, back ? -1 : 1)
        else designer.stepSection(key, back ? -1 : 1)
      }
    }
    if (e.key === 'Delete' || e.key === 'Backspace') {
      return (what, key) => {
        if (what === 'section') designer.removeSection(key)
        else if (e.shiftKey || !designer.inForce(key)) designer.erase(key)
        else designer.takeOff(key)
      }
    }
    if (e.code === 'KeyN' && !e.altKey) {
      return (what, key, at) => setAsking({ place: placeAt(what, key), at })
    }
    if (e.key === 'Enter' || e.key === 'F2' || e.key === ' ') {
      return (what, key) => designer.choose(what, key, e.key === ' ' ? undefined : 'title')
    }
    return undefined
  }
  const placeAt = (what: 'field' | 'section', key: string): Place => {
    const section = what === 'field' ? sectionOf(form, key) : undefined
    if (!section) return { section: what === 'section' ? key : rest }
    return { section: section.key, before: section.fields[section.fields.indexOf(key) + 1] }
  }
  const shown = form.sections.filter(s => s.key !== rest || s.fields.length > 0 || form.sections.length === 1)
  const fields = shown.reduce((sum, s) => sum + s.fields.length, 0)
  return (
    <section className={css.canvas} data-walk="canvas" aria-label={t('studioForm.canvas')} onKeyDown={onKeyDown}>
      <div className={css.canvasHead}>
        <p className={css.count}>
          {t('studioForm.fields', { count: fields })}
          {form.sections.length > 1 && `, ${t('studioForm.sections', { count: form.sections.length - 1 })}`}
        </p>
        <p id={help} className={css.keys}>
          <span>
            <Keycap>↑↓</Keycap> {t('studioForm.keys.walk')}
          </span>
          <span>
            <Keycap>Alt ↑↓</Keycap> {t('studioForm.keys.move')}
          </span>
          <span>
            <Keycap>N</Keycap> {t('studioForm.keys.add')}
          </span>
          <span>
            <Keycap>Del</Keycap> {t('studioForm.keys.remove')}
          </span>
        </p>
      </div>
      {shown.map((section, at) => (
        <SectionCard
          key={section.key}
          section={section}
          alone={form.sections.length === 1}
          first={at === 0}
          help={help}
          onAdd={(place, at) => setAsking({ place, at })}
        />
      ))}
      <Button
        variant="default"
        className={css.newSection}
        leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
        onClick={designer.addSection}
      >
        {t('studioForm.newSection')}
      </Button>
      {asking && (
        <KindMenu at={asking.at} onKind={kind => designer.add(kind, asking.place)} onClose={() => setAsking(null)} />
      )}
    </section>
  )
}

const split = (item: string | undefined): ['field' | 'section', string] | [] => {
  const at = item?.indexOf(':') ?? -1
  if (!item || at < 0) return []
  return [item.slice(0, at) as 'field' | 'section', item.slice(at + 1)]
}
