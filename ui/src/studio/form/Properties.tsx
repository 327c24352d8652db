import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { useDesigner } from './designer'
import { FieldPanel } from './FieldPanel'
import css from './form.module.css'
import { SectionPanel } from './SectionPanel'

/** What the chosen field or section says. */
export function Properties() {
  const { t } = useTranslation()
  const { chosen, form, leave } = useDesigner()
  const field = chosen?.what === 'field' ? form.fields.get(chosen.key) : undefined
  const section = chosen?.what === 'section' ? form.sections.find(s => s.key === chosen.key) : undefined
  const box = useRef<HTMLElement>(null)
  const id = chosen?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: something else is read from its beginning
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0
  }, [id])
  return (
    <aside
      ref={box}
      className={css.properties}
      aria-label={t('studioForm.pane.properties')}
      onKeyDown={e => {
        if (e.key === 'Escape' && !e.defaultPrevented) leave()
      }}
    >
      {chosen && field && <FieldPanel key={chosen.id} field={field} id={chosen.id} />}
      {chosen && section && <SectionPanel key={chosen.id} section={section} id={chosen.id} />}
      {!field && !section && <p className={css.nothing}>{t('studioForm.nothingChosen')}</p>}
    </aside>
  )
}
