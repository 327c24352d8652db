import { useTranslation } from '../../i18n'
import { useWords } from '../grammar/words'
import { Panel } from '../panel/Panel'
import { ChoicesEditor } from './ChoicesEditor'
import { ColumnsEditor } from './ColumnsEditor'
import { useDesigner } from './designer'
import { FieldActions } from './FieldActions'
import { FieldKey } from './FieldKey'
import { FieldWords } from './FieldWords'
import css from './form.module.css'
import { RequiredSwitch } from './RequiredSwitch'
import { type FieldShape, fieldPath } from './shape'
import { TitleInput } from './TitleInput'
import { Uses } from './Uses'

/** All that a field says, its title first, in words that fit what it holds. */
export function FieldPanel({ field, id }: { field: FieldShape; id: number }) {
  const { t } = useTranslation()
  const words = useWords()
  const { retitle, settle, form } = useDesigner()
  const { key, kind } = field
  const path = fieldPath(key)
  if (field.engine) {
    return (
      <>
        <header className={css.panelHead}>
          <span>{t(`studioForm.engine.${key as 'status'}`, { defaultValue: key })}</span>
          <code>{key}</code>
        </header>
        <p className={css.nothing}>{t('studioForm.engineNote')}</p>
      </>
    )
  }
  return (
    <>
      <header className={css.panelHead}>
        <span>{t('studioForm.fieldOf', { kind: words.kind(kind) })}</span>
        <FieldKey field={field} />
      </header>
      <section className={css.group} aria-label={t('studioForm.group.title')}>
        <TitleInput
          id={id}
          label={words.label('field', 'title')}
          value={field.title}
          required
          onTitle={title => retitle(key, title)}
          onSettled={() => settle(key)}
        />
        <Panel decl="field" path={path} only={['description']} />
      </section>
      {kind === 'choice' || kind === 'choices' ? <ChoicesEditor path={path} decl={field.decl} field={key} /> : null}
      {kind === 'rows' && <ColumnsEditor path={path} decl={field.decl} />}
      <FieldWords
        kind={kind}
        path={path}
        decl={field.decl}
        required={<RequiredSwitch field={field} />}
        foot={<FieldActions field={field} off={form.off.includes(key)} />}
      />
      <Uses fieldKey={key} />
    </>
  )
}
