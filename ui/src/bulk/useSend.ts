import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey } from '../api/client'
import { errorText } from '../api/fault'
import type { BulkAnswer } from '../api/process'
import { useTranslation } from '../i18n'

/** What came of it once it was sent. Sent again after a failure it carries the same key: nothing is done twice. */
export function useSend(touched: QueryKey[]) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [result, setResult] = useState<BulkAnswer | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState('')
  const key = useRef(newKey())

  async function send(post: (key: string) => Promise<BulkAnswer>): Promise<boolean> {
    setBusy(true)
    setFailed('')
    try {
      setResult(await post(key.current))
      for (const queryKey of touched) void client.invalidateQueries({ queryKey })
      return true
    } catch (error) {
      setFailed(errorText(error, t))
      return false
    } finally {
      setBusy(false)
    }
  }
  /** Something else is meant now. */
  const renew = () => {
    key.current = newKey()
  }
  return { result, busy, failed, send, renew }
}
