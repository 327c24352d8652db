import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import { SkeletonRows } from '../../parts'
import { useDraft, useStudio } from '../shell/context'
import type { ToolProps } from './RuleTools'
import css from './rules.module.css'
import type { Use } from './types'
import { UseList } from './UseList'

/** Takes a rule away when nothing calls it; otherwise tells what does. */
export function RemoveRule({ pack, rule, taken, onOpen, onClose }: ToolProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const store = useDraft()
  const { changes } = useStudio()
  const { data, error } = useQuery({
    queryKey: ['studio', 'uses', 'rule', pack, rule.key, changes.files],
    queryFn: () =>
      api.post<{ uses: Use[] }>('/config/uses', { files: changes.files, what: 'rule', key: `${pack}/${rule.key}` }),
  })
  const uses = data?.uses.filter(u => u.file !== rule.file && u.file !== rule.cases)
  const remove = () => {
    store.edit({ [rule.file]: null, [rule.cases]: null }, `rule ${rule.key} remove`)
    const next = taken.find(key => key !== rule.key)
    if (next) onOpen(`rules/${pack}/${next}.expr`)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('studioRules.named.removeTitle', { name: rule.key })}>
      <div className={css.form}>
        {error && <p className={css.problem}>{errorText(error, t)}</p>}
        {!data && !error && <SkeletonRows rows={2} height={30} />}
        {uses && uses.length > 0 && (
          <>
            <p className={css.text}>{t('studioRules.named.used', { count: uses.length })}</p>
            <UseList uses={uses} onGo={onClose} />
          </>
        )}
        {uses?.length === 0 && (
          <>
            <p className={css.text}>{t('studioRules.named.unused')}</p>
            <Button color="red.9" onClick={remove} data-autofocus>
              {t('studioRules.named.removeDo')}
            </Button>
          </>
        )}
      </div>
    </Modal>
  )
}
