import { Popover } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n'
import { useWords } from '../grammar/words'
import { useDesigner } from './designer'
import css from './form.module.css'
import { KindIcon } from './KindIcon'
import type { Kind } from './kinds'
import { useOffered } from './useFormDesigner'

interface Props {
  at: HTMLElement
  kinds?: readonly Kind[]
  onKind: (kind: Kind) => void
  onClose: () => void
}

const across = 2

/** Asks at a place of the form what is to be made there. */
export function KindMenu({ at, kinds, onKind, onClose }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { type } = useDesigner()
  const all = useOffered(type)
  const list = useRef<HTMLDivElement>(null)
  const taken = useRef(false)
  useEffect(() => {
    const first = requestAnimationFrame(() => list.current?.querySelector('button')?.focus())
    return () => cancelAnimationFrame(first)
  }, [])
  const close = () => {
    onClose()
    if (!taken.current) at.focus()
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[e.key]
    if (e.key === 'Escape') close()
    else if (by !== undefined) buttons[here + by]?.focus()
    else if (e.key.length === 1 && e.key !== ' ') startsWith(buttons, here, e.key)?.focus()
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  return (
    <Popover opened onDismiss={close} position="bottom-start" withinPortal trapFocus={false} width={300} shadow="md">
      <Popover.Target>
        <span className={css.anchor} style={anchorAt(at)} aria-hidden />
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t('studioForm.newField')}>
        <div
          ref={list}
          className={css.kinds}
          role="menu"
          tabIndex={-1}
          aria-label={t('studioForm.newField')}
          onKeyDown={onKeyDown}
        >
          {(kinds ?? all).map(kind => (
            <button
              key={kind}
              type="button"
              role="menuitem"
              className={css.kind}
              onClick={() => {
                taken.current = true
                onKind(kind)
                onClose()
              }}
            >
              <KindIcon kind={kind} />
              <span>{words.kind(kind)}</span>
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The next button whose words begin with a letter, as in any menu. */
function startsWith(buttons: HTMLButtonElement[], here: number, letter: string): HTMLButtonElement | undefined {
  const order = [...buttons.slice(here + 1), ...buttons.slice(0, here + 1)]
  return order.find(b => b.textContent?.toLowerCase().startsWith(letter.toLowerCase()))
}

function anchorAt(at: HTMLElement) {
  const { left, bottom } = at.getBoundingClientRect()
  return { left: left + 8, top: bottom }
}
