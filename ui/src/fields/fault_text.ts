import { useTranslation } from 'react-i18next'
import { faultText } from '../api/fault'
import type { FaultBody } from '../api/types'

/** Sentences for faults in the language of the reader. */
export function useFaultText(): (fault: FaultBody) => string {
  const { t } = useTranslation()
  return fault => faultText(fault, t)
}
