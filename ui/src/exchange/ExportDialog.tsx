import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../api/fault'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { formatTime } from '../i18n/format'
import { useFormat } from '../i18n/locale'
import { saveFile } from '../lib/save'
import { usePhone } from '../lib/screen'
import type { ListParams } from '../list/useList'
import { Choice } from './Choice'
import css from './exchange.module.css'
import { type Export, file, requestOf, type Wish } from './export'
import { useExport } from './useExport'

interface Props {
  type: TypeMeta
  params: ListParams
  columns: string[]
  ids: string[] // chosen in the list
  onClose: () => void
}

/** A list becomes a file: which, of what, and then how far it is. */
export function ExportDialog({ type, params, columns, ids, onClose }: Props) {
  const { t } = useTranslation()
  const { job, begin, stop, stopped, busy, error } = useExport()
  const [wish, setWish] = useState<Wish>({
    format: 'xlsx',
    only: ids.length > 0 ? 'chosen' : 'whole',
    columns: 'shown',
  })
  const set = (patch: Partial<Wish>) => setWish(w => ({ ...w, ...patch }))
  const running = !stopped && job?.state === 'running'
  const done = !stopped && job?.state === 'done'
  const close = () => {
    if (running) stop()
    onClose()
  }
  const failed = error ? errorText(error, t) : job?.why
  return (
    <Modal
      opened
      onClose={close}
      title={t('exchange.title', { list: type.plural })}
      fullScreen={usePhone()}
      size={480}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {!running && !done && (
        <div className={css.form}>
          <Choice
            legend={t('exchange.format')}
            value={wish.format}
            onChange={format => set({ format })}
            options={[
              ['xlsx', t('exchange.xlsx')],
              ['csv', t('exchange.csv')],
            ]}
          />
          {ids.length > 0 && (
            <Choice
              legend={t('exchange.what')}
              value={wish.only}
              onChange={only => set({ only })}
              options={[
                ['chosen', t('exchange.chosen', { count: ids.length })],
                ['whole', t('exchange.whole'), t('exchange.wholeHint')],
              ]}
            />
          )}
          <Choice
            legend={t('exchange.columns')}
            value={wish.columns}
            onChange={which => set({ columns: which })}
            options={[
              ['shown', t('exchange.shown')],
              ['all', t('exchange.all')],
            ]}
          />
        </div>
      )}
      <div role="status">
        {running && job && (
          <p className={css.line}>
            {t('exchange.making')}: {t('exchange.rows', { count: job.rows })}
          </p>
        )}
        {running && <progress className={css.progress} aria-label={t('exchange.making')} />}
        {stopped && <p className={css.line}>{t('exchange.stopped')}</p>}
        {done && job && <Ready job={job} />}
      </div>
      {failed && !stopped && (
        <p role="alert" className={css.failed}>
          {failed}
        </p>
      )}
      <Group gap="sm" mt="md">
        {done && job && <Save job={job} />}
        {running && (
          <Button variant="default" onClick={stop}>
            {t('exchange.stop')}
          </Button>
        )}
        {!running && !done && (
          <Button
            loading={busy}
            loaderProps={{ type: 'dots' }}
            onClick={() => begin(requestOf({ slug: type.slug, params, columns, ids }, wish))}
          >
            {t(stopped || failed ? 'exchange.again' : 'exchange.go')}
          </Button>
        )}
        {!running && (
          <Button variant="default" onClick={close}>
            {t('exchange.close')}
          </Button>
        )}
      </Group>
    </Modal>
  )
}

function Ready({ job }: { job: Export }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  return (
    <>
      <p className={css.line}>
        <b>{t('exchange.ready')}</b>: {t('exchange.rows', { count: job.rows })}
      </p>
      {job.withheld ? <p className={css.hint}>{t('exchange.withheld', { count: job.withheld })}</p> : null}
      {job.expires && (
        <p className={css.hint}>{t('exchange.until', { time: formatTime(new Date(job.expires), locale) })}</p>
      )}
    </>
  )
}

function Save({ job }: { job: Export }) {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: () => file(job.id),
    onSuccess: ({ blob, name }) => saveFile(blob, job.name ?? name),
  })
  return (
    <>
      <Button loading={save.isPending} loaderProps={{ type: 'dots' }} data-autofocus onClick={() => save.mutate()}>
        {t('exchange.save')}
      </Button>
      {save.error && (
        <p role="alert" className={css.failed}>
          {errorText(save.error, t)}
        </p>
      )}
    </>
  )
}
