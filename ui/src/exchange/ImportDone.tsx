import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { Counts, Errors, Report } from './ImportParts'
import css from './import.module.css'
import type { useImport } from './useImport'

interface Props {
  type: TypeMeta
  of: ReturnType<typeof useImport>
  onClose: () => void
}

/** What has come of it, with ways to the records. */
export function ImportDone({ type, of, onClose }: Props) {
  const { t } = useTranslation()
  const { job } = of
  if (!job) return null
  const { created = 0, updated = 0, same = 0, refused = 0 } = job.tally
  const more = created + updated - job.brought.length
  const says = { cancelled: 'import.cancelled', broken: 'import.broken', failed: 'import.failed' } as const
  const state = job.state as keyof typeof says
  return (
    <div className={css.form}>
      <p className={css.line}>
        {t(says[state] ?? 'import.finished')} {job.why?.map(w => w.text).join(' ')}
      </p>
      <Counts
        of={[
          [t('import.didCreate'), created],
          [t('import.didUpdate'), updated],
          [t('import.same'), same],
          [t('import.refused'), refused, 'bad'],
        ]}
      />
      {job.brought.length > 0 && (
        <section className={css.left}>
          <h3>{t('import.records')}</h3>
          <ul className={css.links}>
            {job.brought.map(b => (
              <li key={b.row}>
                <Link to="/t/$slug/$id" params={{ slug: type.slug, id: b.id }} onClick={onClose}>
                  {b.title}
                </Link>
              </li>
            ))}
            {more > 0 && <li>{t('import.andMore', { count: more })}</li>}
          </ul>
        </section>
      )}
      <Errors type={type} job={job} columns={of.columns} />
      <Report job={job} />
      <Group gap="sm">
        {state in says && (
          <Button loading={of.busy} loaderProps={{ type: 'dots' }} onClick={() => of.run(false)}>
            {t('import.goOn')}
          </Button>
        )}
        <Button variant={state in says ? 'default' : 'filled'} onClick={onClose}>
          {t('import.close')}
        </Button>
        <Button variant="default" onClick={of.again}>
          {t('import.other')}
        </Button>
      </Group>
    </div>
  )
}
