import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useMeta } from '../api/hooks'
import { useTranslation } from '../i18n'
import { BulkFrame } from './BulkFrame'
import css from './bulk.module.css'
import { type Job, sizeOf } from './job'
import { dropJob, unfinished } from './kept'
import { useBulk } from './useBulk'

/** What was broken off here, by a lost connection or because the page was left: it can go on. */
export default function Unfinished({ place }: { place: string }) {
  const { t } = useTranslation()
  const { me } = useMeta()
  const [open, setOpen] = useState<Job | null>(null)
  const [jobs, setJobs] = useState(() => unfinished(localStorage, me.id, Date.now()))
  const read = () => setJobs(unfinished(localStorage, me.id, Date.now()))
  const [job] = jobs.filter(one => one.place === place)
  if (open)
    return (
      <GoOn
        job={open}
        onClose={() => {
          setOpen(null)
          read()
        }}
      />
    )
  if (!job) return null
  const done = job.answers.reduce((n, answer) => n + answer.results.length, 0)
  return (
    <div className={css.unfinished} role="status">
      <span>{t('bulk.unfinished', { title: job.title, done, total: sizeOf(job.parts) })}</span>
      <Button size="xs" onClick={() => setOpen(job)}>
        {t('bulk.goOn')}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          dropJob(localStorage, me.id, job.key)
          read()
        }}
      >
        {t('bulk.giveUp')}
      </Button>
    </div>
  )
}

function GoOn({ job, onClose }: { job: Job; onClose: () => void }) {
  const bulk = useBulk(job.place, job)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes on once, when it is opened
  useEffect(() => void bulk.goOn(), [])
  return <BulkFrame title={job.title} count={sizeOf(job.parts)} bulk={bulk} onClose={onClose} />
}
