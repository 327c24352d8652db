import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useDesigner } from './designer'

interface Props {
  id: number // of what is chosen
  label: string
  value: string
  required?: boolean
  onTitle: (title: string) => void
  onSettled?: () => void
}

/** The title of what is chosen. It may be typed over at once after the thing was made. */
export function TitleInput({ id, label, value, required = false, onTitle, onSettled }: Props) {
  const { naming, leave } = useDesigner()
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(() => {
    if (naming !== id) return
    // After the dialog or the menu that made it has given the focus back.
    const later = setTimeout(() => {
      box.current?.focus()
      box.current?.select()
    }, 30)
    return () => clearTimeout(later)
  }, [naming, id])
  return (
    <TextInput
      ref={box}
      label={label}
      required={required}
      value={typed ?? value}
      onChange={e => {
        const title = e.currentTarget.value
        setTyped(title)
        if (title.trim() || !required) onTitle(title)
      }}
      onBlur={() => {
        setTyped(null)
        onSettled?.()
      }}
      onKeyDown={e => {
        if (e.key !== 'Enter') return
        e.preventDefault()
        e.currentTarget.blur()
        leave()
      }}
    />
  )
}
