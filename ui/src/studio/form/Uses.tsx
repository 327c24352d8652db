import { UnstyledButton } from '@mantine/core'
import { useTranslation } from '../../i18n'
import { useGo } from '../shell/useGo'
import css from './form.module.css'
import { usePlaceText } from './usePlaceText'
import { type Use, useUses } from './useUses'

const shown = 12

/** Where the field is used: each a way there. */
export function Uses({ fieldKey }: { fieldKey: string }) {
  const { t } = useTranslation()
  const uses = useUses(fieldKey)
  const others = (uses.data?.uses ?? []).filter(isElsewhere)
  return (
    <section className={css.group} aria-label={t('studioForm.uses.title')}>
      <h3 className={css.groupTitle}>{t('studioForm.uses.title')}</h3>
      {uses.isError && <p className={css.note}>{t('studioForm.uses.failed')}</p>}
      {uses.data && others.length === 0 && <p className={css.note}>{t('studioForm.uses.none')}</p>}
      <UseList uses={others.slice(0, shown)} />
      {others.length > shown && (
        <p className={css.note}>{t('studioForm.uses.more', { count: others.length - shown })}</p>
      )}
    </section>
  )
}

/** Translations follow their field by themselves. */
const isElsewhere = (use: Use) => use.what !== 'declaration' && use.what !== 'translation'

export function UseList({ uses }: { uses: Use[] }) {
  const { t } = useTranslation()
  const go = useGo()
  const placeText = usePlaceText()
  return (
    <ul className={css.uses}>
      {uses.map(use => (
        <li key={`${use.file}:${use.line}:${use.column}`}>
          <UnstyledButton onClick={() => go(use.file, { line: use.line, column: use.column })}>
            <span>
              {placeText(use)}
              {!use.sure && ` · ${t('studioForm.uses.perhaps')}`}
            </span>
            <code>{use.text.trim()}</code>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
