import { useEffect, useRef } from 'react'
import { useTranslation } from '../i18n'
import { PhaseGlyph } from '../parts'
import css from './board.module.css'
import { Count } from './Lane'
import type { Lane } from './lanes'

interface Props {
  lanes: Lane[]
  place: number
  onGo: (index: number) => void
}

/** Phone: the columns by name; the one in sight is marked, a tap leads to another. */
export function Chips({ lanes, place, onGo }: Props) {
  const { t } = useTranslation()
  const row = useRef<HTMLElement>(null)
  useEffect(() => {
    const chip = row.current?.children[place]
    if (!(chip instanceof HTMLElement) || !row.current) return
    row.current.scrollTo({ left: chip.offsetLeft - (row.current.clientWidth - chip.clientWidth) / 2 })
  }, [place])
  return (
    <nav ref={row} className={css.chips} aria-label={t('board.lanes')}>
      {lanes.map((lane, i) => (
        <button
          key={lane.key}
          type="button"
          className={css.chip}
          aria-current={i === place || undefined}
          onClick={() => onGo(i)}
        >
          {lane.phase && <PhaseGlyph phase={lane.phase} size={14} />}
          {lane.title}
          <Count lane={lane} />
        </button>
      ))}
    </nav>
  )
}
