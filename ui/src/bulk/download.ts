import { api } from '../api/client'
import type { BulkAnswer } from '../api/process'
import { saveFile } from '../lib/save'

/** Saves what has come of it as a sheet. */
export async function saveResults(answer: BulkAnswer): Promise<void> {
  const { dryRun, done, refused, totals } = answer
  const results = answer.results.map(({ id, title, amount, currency, ok, why }) => ({
    id,
    title,
    amount,
    currency,
    ok,
    why,
  }))
  const file = await api.file('/bulk/results', { dryRun, done, refused, totals, results })
  saveFile(file.blob, file.name)
}
