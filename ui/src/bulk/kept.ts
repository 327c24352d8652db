import type { Job } from './job'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was meant yesterday may not be meant any more. */
const longest = 24 * 3600 * 1000

const nameOf = (user: string) => `kontora.bulk.${user}`

/** Whether there is anything to look at, before the code that shows it is loaded. */
export const isAnyKept = (store: Store, user: string): boolean => store.getItem(nameOf(user)) !== null

/** What was broken off on this device, by this person. */
export function unfinished(store: Store, user: string, now: number): Job[] {
  try {
    const jobs: unknown = JSON.parse(store.getItem(nameOf(user)) ?? '[]')
    return Array.isArray(jobs) ? jobs.filter(isJob).filter(job => now - job.at < longest) : []
  } catch {
    return []
  }
}

function isJob(job: Partial<Job> | null): job is Job {
  return (
    typeof job?.key === 'string' && typeof job.at === 'number' && Array.isArray(job.parts) && Array.isArray(job.answers)
  )
}

/** Keeps how far a job has come. A device that refuses keeps nothing: the job goes on all the same. */
export function keepJob(store: Store, user: string, job: Job): void {
  write(store, user, [...unfinished(store, user, job.at).filter(other => other.key !== job.key), job])
}

export function dropJob(store: Store, user: string, key: string): void {
  write(
    store,
    user,
    unfinished(store, user, 0).filter(job => job.key !== key),
  )
}

function write(store: Store, user: string, jobs: Job[]): void {
  try {
    if (jobs.length > 0) store.setItem(nameOf(user), JSON.stringify(jobs))
    else store.removeItem(nameOf(user))
  } catch {
    // Private mode, no room.
  }
}
