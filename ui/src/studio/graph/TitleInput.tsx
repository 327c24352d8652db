import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { useBoard } from './board'
import type { Kind } from './edits'
import { useHand } from './hand'

interface Props {
  kind: Kind
  id: string
  title: string
  onLeave: (key: string) => void // back to the drawing
}

/** The title of what is chosen. A thing that is not in force yet takes its key from it when it is left. */
export function TitleInput({ kind, id, title, onLeave }: Props) {
  const { t } = useTranslation()
  const { choose } = useBoard()
  const { actions, entering, enter } = useHand()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (entering?.kind !== kind || entering.key !== id) return
    enter(null)
    input.current?.focus()
    input.current?.select()
  }, [entering, enter, kind, id])
  const keep = (): string => {
    const key = title.trim() ? actions.rename(kind, id, title.trim(), true) : id
    if (key !== id) choose({ kind, key })
    return key
  }
  return (
    <TextInput
      ref={input}
      aria-label={t('studioGraph.title')}
      value={title}
      size="md"
      onChange={event => actions.rename(kind, id, event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') enter({ kind, key: keep() })
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onLeave(keep())
      }}
      onBlur={keep}
    />
  )
}
