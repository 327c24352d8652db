import type { Phase } from '../api/types'

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' as const }

/** Eight shapes that differ without colour. Drawn in the current text colour on a 12-unit grid. */
const shapes: Record<Phase, React.ReactNode> = {
  new: <circle cx="6" cy="6" r="4.7" {...stroke} strokeDasharray="2 2.2" />,
  active: (
    <>
      <circle cx="6" cy="6" r="4.7" {...stroke} />
      <path d="M6 2.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" />
    </>
  ),
  decision: (
    <>
      <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" {...stroke} strokeLinejoin="round" />
      <circle cx="6" cy="6" r="1.4" fill="currentColor" />
    </>
  ),
  waiting: (
    <>
      <circle cx="6" cy="6" r="4.7" {...stroke} />
      <path d="M4.8 4.2v3.6M7.2 4.2v3.6" {...stroke} />
    </>
  ),
  rework: <path d="M4.2 2 1.8 4.4l2.4 2.4M2 4.4h5a2.8 2.8 0 0 1 0 5.6H4.4" {...stroke} strokeLinejoin="round" />,
  done: (
    <>
      <circle cx="6" cy="6" r="5.5" fill="currentColor" />
      <path d="m3.6 6.2 1.7 1.7 3.2-3.5" {...stroke} stroke="var(--k-glyph-cut, var(--k-bg))" strokeLinejoin="round" />
    </>
  ),
  closed: (
    <>
      <rect x="1.3" y="1.3" width="9.4" height="9.4" rx="2" {...stroke} />
      <path d="m3.8 6.2 1.5 1.5 2.9-3.2" {...stroke} strokeLinejoin="round" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="6" cy="6" r="4.7" {...stroke} />
      <path d="m4.3 4.3 3.4 3.4M7.7 4.3 4.3 7.7" {...stroke} />
    </>
  ),
}

export function PhaseGlyph({ phase, size = 12 }: { phase: Phase; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden focusable="false" style={{ flex: 'none' }}>
      {shapes[phase]}
    </svg>
  )
}
