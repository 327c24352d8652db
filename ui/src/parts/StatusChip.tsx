import type { Phase } from '../api/types'
import classes from './chips.module.css'
import { PhaseGlyph } from './PhaseGlyph'

interface Props {
  phase: Phase
  title: string
  size?: 'md' | 'lg'
  children?: React.ReactNode // round and step, after the title
}

export function StatusChip({ phase, title, size = 'md', children }: Props) {
  return (
    <span className={`${classes.status} ${classes[phase]}`} data-size={size}>
      <PhaseGlyph phase={phase} size={size === 'lg' ? 14 : 12} />
      {title}
      {children}
    </span>
  )
}
