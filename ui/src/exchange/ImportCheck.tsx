import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { Choice } from './Choice'
import { Counts, Errors, Report } from './ImportParts'
import { most } from './import'
import css from './import.module.css'
import type { useImport } from './useImport'

interface Props {
  type: TypeMeta
  of: ReturnType<typeof useImport>
}

/** What would come of the file, row by row. */
export function ImportCheck({ type, of }: Props) {
  const { t } = useTranslation()
  const [what, setWhat] = useState<'skip' | 'whole'>('skip')
  const { job } = of
  if (!job) return null
  const { created = 0, updated = 0, same = 0, refused = 0 } = job.trial
  const load = created + updated
  const mayWhole = job.rows <= most.whole
  const stuck = load === 0 ? t('import.nothing') : what === 'whole' && refused > 0 ? t('import.fixFirst') : ''
  return (
    <div className={css.form}>
      <p className={css.line}>{t(of.wasRun ? 'import.none' : 'import.nothingYet')}</p>
      <Counts
        of={[
          [t('import.created'), created],
          [t('import.updated'), updated],
          [t('import.same'), same],
          [t('import.refused'), refused, 'bad'],
        ]}
      />
      <Errors type={type} job={job} columns={of.columns} />
      {refused > 0 && <Report job={job} />}
      {load > 0 && mayWhole && (
        <Choice
          legend={t('import.onError')}
          value={what}
          onChange={setWhat}
          options={[
            ['skip', t('import.skipBad')],
            ['whole', t('import.whole'), t('import.wholeHint', { max: most.whole })],
          ]}
        />
      )}
      {stuck && <p className={css.hint}>{stuck}</p>}
      <Group gap="sm">
        {load > 0 && (
          <Button
            loading={of.busy}
            loaderProps={{ type: 'dots' }}
            disabled={stuck !== ''}
            onClick={() => of.run(what === 'whole' && mayWhole)}
          >
            {t('import.load', { count: load })}
          </Button>
        )}
        <Button variant="default" onClick={of.match}>
          {t('import.back')}
        </Button>
        <Button variant="default" onClick={of.again}>
          {t('import.other')}
        </Button>
      </Group>
    </div>
  )
}
