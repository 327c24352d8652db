import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'

export interface SignKey {
  made: string
  wrong: number
  locked: string | null
  blocked: boolean
}

export interface Certificate {
  serial: string
  name: string
  since: string
  until: string
  state: 'active' | 'expired' | 'revoked'
  revoked: string | null
  note: string
  type: string
  record: string
}

export interface OwnSignature {
  key: SignKey | null
  pending: SignKey | null
  certificate: Certificate | null
  earlier: Certificate[]
  requests: string[] // types by whose records certificates are issued
}

export const signatureKey = ['signature'] as const

export const useSignature = () =>
  useQuery({ queryKey: signatureKey, queryFn: () => api.get<OwnSignature>('/signature') })

/** What is done with my own key; the answer is how it stands then. */
export function useOwnKey<Body>(path: '/signature/key' | '/signature/pin', onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => api.post<OwnSignature>(path, body),
    onSuccess: state => {
      client.setQueryData(signatureKey, state)
      onDone()
    },
    onError: () => client.invalidateQueries({ queryKey: signatureKey }), // a wrong PIN is counted
  })
}
