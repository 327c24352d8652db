import { Button, Group, NativeSelect } from '@mantine/core'
import { useTranslation } from '../i18n'
import { Choice } from './Choice'
import { assign, keysOf, type Mode, settle } from './import'
import css from './import.module.css'
import type { useImport } from './useImport'

/** What the columns mean, and what becomes of records that are there. */
export function ImportMatch({ of }: { of: ReturnType<typeof useImport> }) {
  const { t } = useTranslation()
  const { job, plan, columns, fields, setPlan } = of
  if (!job || !plan) return null
  const able = keysOf(plan, fields)
  const modes: Mode[] = able.length > 0 ? ['create', 'update', 'upsert'] : ['create']
  const fieldOf = (column: number) => plan.columns.find(c => c.column === column)?.field ?? ''
  const options = [
    { value: '', label: t('import.skip') },
    ...fields.map(f => ({ value: f.key, label: f.fills ? f.title : t('import.known', { field: f.title }) })),
  ]
  return (
    <div className={css.form}>
      <p className={css.line}>{t('import.found', { name: job.name, count: job.rows })}</p>
      <ul className={css.columns}>
        {columns.map((column, at) => {
          const title = column.title || t('import.nameless', { at: at + 1 })
          return (
            <li key={at} data-off={fieldOf(at) === '' || undefined}>
              <div>
                <b>{title}</b>
                <small>{column.samples.filter(Boolean).join(' · ')}</small>
              </div>
              <NativeSelect
                aria-label={t('import.into', { column: title })}
                value={fieldOf(at)}
                onChange={e => setPlan(assign(plan, at, e.currentTarget.value, fields))}
                data={options}
              />
            </li>
          )
        })}
      </ul>
      <Choice
        legend={t('import.mode')}
        value={plan.mode}
        onChange={mode => setPlan(settle({ ...plan, mode }, fields))}
        options={modes.map(mode => [mode, t(`import.${mode}`)])}
      />
      {able.length === 0 && <p className={css.hint}>{t('import.noKey')}</p>}
      {plan.mode !== 'create' && (
        <>
          <NativeSelect
            label={t('import.key')}
            value={plan.key}
            onChange={e => setPlan({ ...plan, key: e.currentTarget.value })}
            data={able.map(f => ({ value: f.key, label: f.title }))}
          />
          <Choice
            legend={t('import.empty')}
            value={plan.empty}
            onChange={empty => setPlan({ ...plan, empty })}
            options={[
              ['keep', t('import.keep')],
              ['clear', t('import.clear')],
            ]}
          />
        </>
      )}
      <Group gap="sm">
        <Button loading={of.busy} loaderProps={{ type: 'dots' }} onClick={of.check}>
          {t('import.check')}
        </Button>
        <Button variant="default" onClick={of.again}>
          {t('import.other')}
        </Button>
      </Group>
    </div>
  )
}
