import type { PopoverProps } from '@mantine/core'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { settled } from '../app/settled'

type Parts = typeof import('./popover')
let parts: Parts | null = null

interface Props {
  opened: boolean
  onChange: (opened: boolean) => void
  position: PopoverProps['position']
  label: string
  /** Says what it opens by itself: the target is more than a button. */
  plain?: boolean
  target: ReactElement
  children: ReactNode
}

/**
 * A popover whose machinery comes behind the first screen: until then its target stands alone, and a click on it
 * fetches what is missing.
 */
export function LazyPopover({ opened, onChange, position, label, plain = false, target, children }: Props) {
  const [loaded, setLoaded] = useState(parts)
  useEffect(() => {
    if (loaded) return
    let gone = false
    const load = async () => {
      parts ??= await import('./popover')
      if (!gone) setLoaded(parts)
    }
    void (opened ? load() : settled.then(load)).catch(() => {})
    return () => {
      gone = true
    }
  }, [loaded, opened])
  if (!loaded) return target
  const { Popover } = loaded
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position={position}
      shadow="md"
      trapFocus
      returnFocus
      {...(plain ? { withRoles: false } : {})}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown {...(plain ? { role: 'dialog' } : {})} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
