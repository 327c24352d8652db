import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { newKey } from '../api/client'
import { errorText } from '../api/fault'
import { actionsQuery, runTransition, useSaved } from '../api/hooks'
import type { Action } from '../api/types'
import { useTranslation } from '../i18n'
import { decideSoon } from './pending'

export interface Decision {
  slug: string
  id: string
  title: string // of the record
  action: string // key of the transition
}

const needsDialog = (a: Action) =>
  a.danger || a.asks.reason || a.asks.fields.length > 0 || a.asks.required.length > 0 || a.vote?.sign !== undefined

/**
 * Does what a row's button says. What may no longer be done, or asks a reason or fields,
 * opens the card at that action; the rest waits ten seconds and goes.
 */
export function useDecide(onDecided?: (decision: Decision) => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const saved = useSaved()
  return useCallback(
    async (decision: Decision) => {
      const { slug, id } = decision
      const toCard = () => navigate({ to: '/t/$slug/$id', params: { slug, id }, search: { do: decision.action } })
      const answer = await client.fetchQuery({ ...actionsQuery(slug, id), staleTime: 0 }).catch(() => null)
      const action = answer?.actions.find(a => a.key === decision.action)
      if (!answer || !action?.allowed || needsDialog(action)) return toCard()
      const key = newKey()
      decideSoon({
        record: `${slug}/${id}`,
        action: action.title,
        title: decision.title,
        send: async leaving => {
          try {
            const body = { revision: answer.revision }
            await saved(slug, await runTransition(slug, id, action.key, body, { key, keepalive: leaving }))
          } catch (error) {
            notifications.show({
              color: 'red',
              autoClose: false,
              title: t('decide.refused', { action: action.title }),
              message: (
                <>
                  {errorText(error, t)} <a href={`/t/${slug}/${id}`}>{t('decide.openRecord')}</a>
                </>
              ),
            })
          }
        },
      })
      onDecided?.(decision)
    },
    [client, navigate, saved, t, onDecided],
  )
}
