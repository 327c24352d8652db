import IconAlertTriangleFilled from '@tabler/icons-react/dist/esm/icons/IconAlertTriangleFilled.mjs'
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs'
import type { ClockChip as Chip } from '../api/types'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { largestOf, restOf, spanOf, toneOf, usedShare } from './chip'
import classes from './chip.module.css'

interface Props {
  clock: Chip
  short?: boolean // the remainder alone
  tight?: boolean // no more of it than its largest unit: beside a title in a table
}

/** How much of the time there is has gone, and what is left of it: «3 ч 20 мин · до 15:40». */
export default function ClockChip({ clock, short = false, tight = false }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const tone = toneOf(clock, f.locale.now)
  const span = spanOf(Math.abs(restOf(clock, f.locale.now)), clock.work, f.locale.lang)
  const until = f.instant(clock.due)
  const said = tone === 'late' ? 'chip.late' : tone === 'paused' ? 'chip.paused' : 'chip.left'
  const over = clock.state !== 'running' && clock.state !== 'paused'
  const text = () => {
    if (tight) return `${tone === 'late' ? '−' : ''}${largestOf(span)}`
    if (tone === 'late') return t('chip.lateShort', { span })
    if (tone === 'paused') return t('chip.pausedShort', { span })
    return short ? span : t('chip.until', { span, until })
  }
  const title = over
    ? t(clock.state === 'met' ? 'chip.metShort' : 'chip.breachedShort', { title: clock.title })
    : t(said, { title: clock.title, span, until })
  return (
    <span className={classes.chip} data-tone={tone} data-tight={tight || undefined} title={title}>
      <Glyph tone={tone} share={usedShare(clock, f.locale.now)} />
      <span aria-hidden>{over ? title : text()}</span>
      <span className="k-vh">{title}</span>
    </span>
  )
}

function Glyph({ tone, share }: { tone: ReturnType<typeof toneOf>; share: number }) {
  if (tone === 'late') return <IconAlertTriangleFilled size={13} aria-hidden />
  if (tone === 'paused') return <IconPlayerPause size={13} stroke={2.2} aria-hidden />
  if (tone === 'met') return <IconCircleCheck size={13} stroke={2.2} aria-hidden />
  const round = 2 * Math.PI * 5
  return (
    <svg width={14} height={14} viewBox="0 0 14 14" aria-hidden className={classes.ring}>
      <circle cx={7} cy={7} r={5} />
      <circle cx={7} cy={7} r={5} strokeDasharray={`${round * share} ${round}`} />
    </svg>
  )
}
