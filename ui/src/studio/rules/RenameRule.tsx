import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import type { Files } from '../draft/types'
import { useDraft } from '../shell/context'
import type { ToolProps } from './RuleTools'
import css from './rules.module.css'
import type { Use } from './types'
import { UseList } from './UseList'

const keyShape = /^[a-z][a-z0-9_]*$/

/** Gives a rule another key, and writes it wherever the rule is called. */
export function RenameRule({ pack, rule, taken, onOpen, onClose }: ToolProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const store = useDraft()
  const [to, setTo] = useState(rule.key)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [left, setLeft] = useState<Use[] | null>(null)
  const wrong = !keyShape.test(to)
    ? t('studio.overview.keyShape')
    : to !== rule.key && taken.includes(to)
      ? t('studio.overview.keyTaken')
      : null
  const rename = async () => {
    setBusy(true)
    setError(null)
    try {
      const { files } = store.get().changes
      const asked = { files, what: 'rule', key: `${pack}/${rule.key}`, to }
      const answer = await api.post<{ files: Files; left: Use[] }>('/config/rename', asked)
      store.edit(answer.files, `rule ${rule.key} rename`)
      onOpen(`rules/${pack}/${to}.expr`)
      if (answer.left.length > 0) setLeft(answer.left)
      else onClose()
    } catch (fault) {
      setError(errorText(fault, t))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={t('studioRules.named.renameTitle', { name: rule.key })}>
      {left ? (
        <>
          <p className={css.text}>{t('studioRules.named.left')}</p>
          <UseList uses={left} onGo={onClose} />
        </>
      ) : (
        <form
          className={css.form}
          onSubmit={e => {
            e.preventDefault()
            if (!wrong && to !== rule.key) void rename()
          }}
        >
          <TextInput
            label={t('studio.overview.key')}
            description={t('studioRules.named.renameHint')}
            value={to}
            error={error ?? wrong}
            classNames={{ input: css.codeInput }}
            data-autofocus
            onChange={e => setTo(e.currentTarget.value)}
          />
          <Button type="submit" loading={busy} disabled={wrong !== null || to === rule.key}>
            {t('studioRules.named.renameDo')}
          </Button>
        </form>
      )}
    </Modal>
  )
}
