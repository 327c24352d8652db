import { Popover } from '@mantine/core'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card, PathStep } from '../api/types'
import { Icon } from '../fields/Icon'
import { useFormat } from '../i18n/locale'
import { usePrinting } from '../lib/print'
import { usePhone } from '../lib/screen'
import { PhaseGlyph, StatusChip } from '../parts'
import { foldPath, type PathItem } from './path'
import css from './path.module.css'
import { fitPath, foldedItems, type PathFit } from './pathFit'

const whole: PathFit = { withTimes: true, exitsBelow: false, folded: new Set() }

/** The way of the record: walked states with their time, the present one, the likely future, the side exits. */
export function PathBar({ card }: { card: Card }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const now = Math.max(
    0,
    card.path.findIndex(step => step.kind === 'current'),
  )
  const bar = useRef<HTMLElement>(null)
  const ghost = useRef<HTMLDivElement>(null)
  const fitted = useFit(bar, ghost, now)
  const fit = usePrinting() ? whole : fitted // paper has no popovers and breaks lines
  const items = useMemo(
    () => (phone ? foldPath(card.path, 5) : foldedItems(card.path, fit.folded, now)),
    [phone, card.path, fit, now],
  )
  if (card.path.length === 0) return null
  const exits = card.exits.slice(0, 3)
  return (
    <nav ref={bar} className={css.path} data-below={fit.exitsBelow || undefined} aria-label={t('record.path')}>
      <ol className={css.steps}>
        {items.map(item => (
          <Item key={keyOf(item)} item={item} withTime={fit.withTimes} />
        ))}
      </ol>
      {exits.length > 0 && <Exits exits={exits} />}
      {!phone && <Ghost ref={ghost} path={card.path} exits={exits} />}
    </nav>
  )
}

const keyOf = (item: PathItem) =>
  item.kind === 'step' ? `${item.step.kind}/${item.step.state}/${item.step.since ?? ''}` : item.side

function Exits({ exits }: { exits: Card['exits'] }) {
  const { t } = useTranslation()
  return (
    <p className={css.exits}>
      <span>{t('record.or')}</span>
      {exits.map(exit => (
        <span key={exit.key} className={css.exit}>
          <PhaseGlyph phase={exit.phase} size={12} />
          {exit.title}
        </span>
      ))}
    </p>
  )
}

/** All of it at its full width, out of sight: what the bar measures itself by. */
function Ghost({
  ref,
  path,
  exits,
}: {
  ref: React.RefObject<HTMLDivElement | null>
  path: PathStep[]
  exits: Card['exits']
}) {
  return (
    <div ref={ref} className={css.ghost} aria-hidden inert>
      <ol className={css.steps}>
        {path.map((step, i) => (
          <Item key={i} item={{ kind: 'step', step }} withTime measured />
        ))}
        <Item item={{ kind: 'fold', side: 'next', steps: path }} withTime />
      </ol>
      {exits.length > 0 && <Exits exits={exits} />}
    </div>
  )
}

function useFit(
  bar: React.RefObject<HTMLElement | null>,
  ghost: React.RefObject<HTMLDivElement | null>,
  now: number,
): PathFit {
  const [fit, setFit] = useState(whole)
  useLayoutEffect(() => {
    const [box, full] = [bar.current, ghost.current]
    if (!box || !full) return setFit(whole)
    const measure = () => {
      const steps = [...full.querySelectorAll<HTMLElement>('li')].map(width)
      const fold = steps.pop() ?? 0
      const times = [...full.querySelectorAll('li')].map(li => width(li.querySelector(`.${css.time}`)))
      times.pop()
      const next = fitPath(
        {
          steps: steps.map((w, i) => w - (times[i] ?? 0)),
          times,
          fold,
          exits: width(full.querySelector(`.${css.exits}`)),
          gap: 24,
          room: box.clientWidth,
        },
        now,
      )
      setFit(old => (same(old, next) ? old : next))
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(box)
    watch.observe(full) // the font may come later
    return () => watch.disconnect()
  }, [bar, ghost, now])
  return fit
}

const width = (el: Element | null) => (el ? Math.ceil(el.getBoundingClientRect().width) : 0)

const same = (a: PathFit, b: PathFit) =>
  a.withTimes === b.withTimes && a.exitsBelow === b.exitsBelow && [...a.folded].join() === [...b.folded].join()

interface ItemProps<What> {
  item: What
  withTime: boolean
  /** Drawn to be measured only: it is no step of the path. */
  measured?: boolean
}

function Item({ item, ...how }: ItemProps<PathItem>) {
  if (item.kind === 'fold') return <Fold side={item.side} steps={item.steps} />
  return <Step item={item.step} {...how} />
}

function Step({ item: step, withTime, measured }: ItemProps<PathStep>) {
  const { t } = useTranslation()
  const time = useTime(step)
  return (
    <li
      className={css.step}
      data-kind={step.kind}
      aria-current={step.kind === 'current' && !measured ? 'step' : undefined}
    >
      {step.kind === 'current' ? (
        <StatusChip phase={step.phase} title={step.title} size="lg" />
      ) : (
        <span className={css.name} title={[step.title, time].filter(Boolean).join(', ')}>
          <Mark step={step} />
          <span className={css.title}>{step.title}</span>
          {time && withTime && <span className={css.time}>{time}</span>}
          <span className="k-vh">{t(step.kind === 'walked' ? 'record.pathWalked' : 'record.pathAhead')}</span>
        </span>
      )}
    </li>
  )
}

function useTime(step: PathStep): string {
  const { span } = useFormat()
  return step.kind === 'walked' && step.seconds !== undefined ? span(step.seconds) : ''
}

/** Steps that found no room, one tap away. */
function Fold({ side, steps }: { side: 'walked' | 'next'; steps: PathStep[] }) {
  const { t } = useTranslation()
  return (
    <li className={css.step} data-kind={side}>
      <Popover position="bottom-start" shadow="md" radius="md" transitionProps={{ duration: 120 }}>
        <Popover.Target>
          <button type="button" className={css.fold}>
            {t('record.pathMore', { count: steps.length })}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={12}>
          <ul className={css.folded}>
            {steps.map(step => (
              <Folded key={step.state} step={step} />
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </li>
  )
}

function Folded({ step }: { step: PathStep }) {
  const time = useTime(step)
  return (
    <li>
      <Mark step={step} />
      <span>{step.title}</span>
      {time && <span className={css.time}>{time}</span>}
    </li>
  )
}

const Mark = ({ step }: { step: PathStep }) =>
  step.kind === 'walked' ? (
    <Icon name="pass" size={16} className={css.tick} />
  ) : (
    <span className={css.dot} aria-hidden />
  )
