import { Button, Group, Modal } from '@mantine/core'
import { errorText } from '../api/fault'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { usePhone } from '../lib/screen'
import { ImportCheck } from './ImportCheck'
import { ImportDone } from './ImportDone'
import { ImportFile } from './ImportFile'
import { ImportMatch } from './ImportMatch'
import { isGoing, total } from './import'
import css from './import.module.css'
import { type Step, useImport } from './useImport'

interface Props {
  type: TypeMeta
  onClose: () => void
}

const steps: Step[] = ['file', 'match', 'check', 'done']

/** A file becomes records: which, what its columns mean, what would come of it, and what has. */
export default function ImportDialog({ type, onClose }: Props) {
  const { t } = useTranslation()
  const of = useImport(type)
  const { job, step } = of
  const going = isGoing(job?.state)
  const failed = of.error ? errorText(of.error, t) : step === 'match' ? job?.why?.map(w => w.text).join(' ') : ''
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('import.title', { list: type.plural })}
      fullScreen={usePhone()}
      size={760}
      closeButtonProps={{ 'aria-label': t('import.close') }}
      closeOnClickOutside={step === 'file'}
    >
      <ol className={css.steps} aria-label={t('import.steps')}>
        {steps.map(s => (
          <li key={s} aria-current={s === step ? 'step' : undefined}>
            {t(`import.step.${s}`)}
          </li>
        ))}
      </ol>
      <div role="status">
        {going && job && (
          <>
            <p className={css.line}>
              {t(job.state === 'checking' ? 'import.checking' : 'import.running')}:{' '}
              {t('import.of', { done: total(job.state === 'checking' ? job.trial : job.tally), rows: job.rows })}
            </p>
            <progress
              className={css.progress}
              aria-label={t(job.state === 'checking' ? 'import.checking' : 'import.running')}
              value={total(job.state === 'checking' ? job.trial : job.tally)}
              max={job.rows}
            />
          </>
        )}
      </div>
      {failed && (
        <p role="alert" className={css.failed}>
          {failed}
        </p>
      )}
      {going ? (
        <Group gap="sm" mt="md">
          <Button variant="default" onClick={of.stop}>
            {t('import.stop')}
          </Button>
        </Group>
      ) : (
        <>
          {step === 'file' && <ImportFile type={type} of={of} />}
          {step === 'match' && <ImportMatch of={of} />}
          {step === 'check' && <ImportCheck type={type} of={of} />}
          {step === 'done' && <ImportDone type={type} of={of} onClose={onClose} />}
        </>
      )}
    </Modal>
  )
}
