import { useState } from 'react'

/** What a reader of the screen hears. The same words twice are heard twice. */
export function useSaid(): [string, (text: string) => void] {
  const [said, setSaid] = useState('')
  return [said, text => setSaid(old => (old === text ? `${text}\u00a0` : text))]
}
