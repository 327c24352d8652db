import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../fields/Icon'
import { useFormat } from '../i18n/locale'
import css from './form.module.css'
import type { DraftKeeper } from './useDraft'

interface Props {
  draft: DraftKeeper
  restored: boolean
  isEdit: boolean
  onRestore: () => void
  onForget: () => void
}

/**
 * What was typed last time. A new form continues by itself; an edit only offers it, because the record may have changed since.
 */
export function DraftStrip({ draft, restored, isEdit, onRestore, onForget }: Props) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const [closed, setClosed] = useState(false)
  const { found } = draft
  if (!found || closed || (!isEdit && !restored)) return null
  const when = instant(found.at)
  const forget = () => {
    onForget()
    setClosed(true)
  }
  return (
    <div className={css.strip} role="status">
      <Icon name="history" />
      <p>
        {isEdit && !restored ? t('form.offered', { when }) : t('form.restored', { when })}{' '}
        {found.files.length > 0 && t('form.restoredFiles', { names: found.files.join(', ') })}
      </p>
      {isEdit && !restored && (
        <UnstyledButton className={css.stripLink} onClick={onRestore}>
          {t('form.restore')}
        </UnstyledButton>
      )}
      <UnstyledButton className={css.stripLink} onClick={forget}>
        {t(isEdit ? 'form.forget' : 'form.startOver')}
      </UnstyledButton>
    </div>
  )
}
