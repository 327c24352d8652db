import { api } from '../api/client'
import type { BulkAnswer } from '../api/process'

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
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file.blob)
  link.download = file.name
  link.click()
  URL.revokeObjectURL(link.href)
}
