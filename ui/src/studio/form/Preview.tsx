import { ActionIcon } from '@mantine/core'
import IconDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs'
import IconPhone from '@tabler/icons-react/dist/esm/icons/IconDeviceMobile.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconHidden from '@tabler/icons-react/dist/esm/icons/IconEyeOff.mjs'
import { useMemo, useRef, useState } from 'react'
import { OptionsContext } from '../../api/hooks'
import type { TypeMeta } from '../../api/types'
import type { Cells } from '../../fields/cell'
import { useTranslation } from '../../i18n'
import { SkeletonRows } from '../../parts'
import { AsSelect } from './AsSelect'
import { type Designer, useDesigner } from './designer'
import css from './form.module.css'
import { PreviewForm } from './PreviewForm'
import { usePreview } from './usePreview'

interface Props {
  wide: boolean
  onWide: (wide: boolean) => void
}

/** The real form of the draft, as somebody else would see it. Nothing that is typed here is kept. */
export function Preview({ wide, onWide }: Props) {
  const { t } = useTranslation()
  const designer = useDesigner()
  const { type } = designer
  const [as, setAs] = useState('')
  const { shown, ask, options } = usePreview(type.ref, as)
  const typed = useRef<Cells>({})
  const meta = useMemo(() => shown.type && spoken(shown.type, designer), [shown.type, designer])
  const abstract = type.own.abstract === true
  return (
    <aside className={css.preview} aria-label={t('studioForm.pane.preview')}>
      <div className={css.previewHead}>
        <IconEye size={15} stroke={1.7} aria-hidden />
        <AsSelect pack={type.pack} value={as} onChange={setAs} />
        <span className={css.screens}>
          <ActionIcon
            variant={wide ? 'filled' : 'default'}
            aria-pressed={wide}
            aria-label={t('studioForm.preview.desktop')}
            onClick={() => onWide(true)}
          >
            <IconDesktop size={16} stroke={1.7} />
          </ActionIcon>
          <ActionIcon
            variant={wide ? 'default' : 'filled'}
            aria-pressed={!wide}
            aria-label={t('studioForm.preview.phone')}
            onClick={() => onWide(false)}
          >
            <IconPhone size={16} stroke={1.7} />
          </ActionIcon>
        </span>
      </div>
      <div className={css.sheet} data-narrow={!wide || undefined}>
        {abstract && <p className={css.nothing}>{t('studioForm.preview.abstract')}</p>}
        {!abstract && shown.broken > 0 && (
          <p className={css.stale} role="status">
            {t('studioForm.preview.broken', { count: shown.broken })}
          </p>
        )}
        {!abstract && shown.failed && <p className={css.stale}>{t('studioForm.preview.failed')}</p>}
        {!abstract && shown.hidden && (
          <p className={css.nothing}>{t('studioForm.preview.unseen', { who: shown.who })}</p>
        )}
        {!abstract && !shown.known && <SkeletonRows rows={5} height={48} />}
        {!abstract && meta && (
          <OptionsContext value={options}>
            <PreviewForm key={`${as}:${structure(meta)}`} meta={meta} ask={ask} typed={typed} />
          </OptionsContext>
        )}
        {!abstract && meta && <Hidden meta={meta} />}
      </div>
      <p className={css.previewFoot}>{t('studioForm.preview.note')}</p>
    </aside>
  )
}

/** What a form is made of: a control of another kind begins anew. */
const structure = (meta: TypeMeta): string =>
  meta.fields
    .map(f => `${f.key}:${f.kind}:${f.many ?? ''}:${f.columns?.map(c => `${c.key}.${c.kind}`) ?? ''}`)
    .join(' ')

/** Titles as they are being typed, before the draft is compiled again. */
function spoken(meta: TypeMeta, { form, type }: Designer): TypeMeta {
  return {
    ...meta,
    title: type.title,
    fields: meta.fields.map(field => {
      const shape = form.fields.get(field.key)
      return shape && !shape.engine ? { ...field, title: shape.title } : field
    }),
    sections: meta.sections.map(s => ({ ...s, title: form.sections.find(own => own.key === s.key)?.title ?? s.title })),
  }
}

/** Fields that are on the form and that who looks never sees. */
function Hidden({ meta }: { meta: TypeMeta }) {
  const { t } = useTranslation()
  const { form } = useDesigner()
  const seen = new Set(meta.fields.map(f => f.key))
  const fields = [...form.fields.values()].filter(f => !f.engine && !seen.has(f.key) && !form.off.includes(f.key))
  if (fields.length === 0) return null
  return (
    <p className={css.hiddenFields}>
      <IconHidden size={15} stroke={1.7} aria-hidden />
      {t('studioForm.preview.hidden', { fields: fields.map(f => f.title.toLowerCase()).join(', ') })}
    </p>
  )
}
