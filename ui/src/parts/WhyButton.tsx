import { Drawer, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { type Ref, useEffect, useId, useRef } from 'react'
import type { Why } from '../api/types'
import { useTranslation } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { usePhone } from '../lib/screen'
import { type WhyFix, WhyPanel } from './WhyPanel'
import classes from './why.module.css'

interface Props {
  label: string
  why: Why
  title?: string // heading of the panel; by default «Почему нельзя: …»
  size?: 'md' | 'lg'
  onFix?: (fix: WhyFix) => void
  ref?: Ref<HTMLButtonElement> // a key may focus and click it
}

const hoverDelay = 300

/**
 * A forbidden action that keeps its place and explains itself. Focusable, never `disabled`:
 * it opens on hover, click, Enter; Esc closes and the focus returns. On a phone it is a bottom sheet.
 */
export function WhyButton({ label, why, title, size = 'md', onFix, ref }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const [opened, { open, close, toggle }] = useDisclosure(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const titleId = useId()
  useEffect(() => () => clearTimeout(timer.current), [])
  useKeys({ Escape: close }, opened && !phone)

  const fix =
    onFix &&
    ((f: WhyFix) => {
      close()
      onFix(f)
    })
  const heading = title ?? t('why.title', { action: label })
  const panel = <WhyPanel why={why} title={heading} titleId={titleId} onFix={fix} />
  const hover = phone
    ? {}
    : {
        onPointerEnter: () => {
          timer.current = setTimeout(open, hoverDelay)
        },
        onPointerLeave: () => clearTimeout(timer.current),
      }
  const button = (
    <button
      ref={ref}
      type="button"
      className={classes.button}
      data-size={size}
      aria-disabled
      aria-haspopup="dialog"
      aria-expanded={opened}
      aria-label={t('why.ask', { action: label })}
      onClick={() => {
        clearTimeout(timer.current)
        toggle()
      }}
      onKeyDown={e => {
        if (e.key !== 'Escape' || !opened) return
        e.preventDefault()
        close()
      }}
      {...hover}
    >
      <IconLock size={15} stroke={1.8} aria-hidden />
      {label}
      <span className={classes.round} aria-hidden>
        ?
      </span>
    </button>
  )
  if (phone) {
    return (
      <>
        {button}
        <Drawer
          opened={opened}
          onClose={close}
          position="bottom"
          withCloseButton={false}
          size="auto"
          padding={0}
          classNames={{ content: 'k-sheet' }}
          attributes={{ content: { 'aria-label': heading } }}
        >
          {panel}
        </Drawer>
      </>
    )
  }
  return (
    <Popover
      opened={opened}
      onChange={next => !next && close()}
      width={392}
      position="bottom-start"
      shadow="md"
      radius="md"
      returnFocus
      trapFocus={false}
      withRoles={false}
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-labelledby={titleId} style={{ overflow: 'hidden' }}>
        {panel}
      </Popover.Dropdown>
    </Popover>
  )
}
