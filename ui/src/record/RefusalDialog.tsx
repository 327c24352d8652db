import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Why } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import { type WhyFix, WhyPanel } from '../parts'
import css from './record.module.css'
import type { Refused } from './useRecord'

/** The server refused after the click: the same clauses as under the button, with what has changed meanwhile. */
export function RefusalDialog({
  refused,
  onFix,
  onClose,
}: {
  refused: Refused
  onFix: (fix: WhyFix) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const known = refused.card?.actions.find(action => action.key === refused.action.key)?.why
  const told: Why = {
    failed: refused.faults.map(fault => ({
      kind: fault.field ? 'field' : 'rule',
      text: faultText(fault),
      code: fault.code,
      ...(fault.field ? { field: fault.field } : {}),
    })),
    passed: [],
    who: [],
    whoMore: 0,
    fix: [],
  }
  const why = known && known.failed.length > 0 ? known : told
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size={440}
      padding={0}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': t('record.refusedTitle', { action: refused.action.title }) } }}
    >
      <div role="alert">
        <WhyPanel why={why} title={t('record.refusedTitle', { action: refused.action.title })} onFix={onFix} />
      </div>
      {refused.stale && <p className={css.stale}>{t('record.refusedStale')}</p>}
      <div className={css.refusedFoot}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('record.clear')}
        </Button>
      </div>
    </Modal>
  )
}
