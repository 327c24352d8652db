/** The mark: a K whose arm is an arrow into work. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden focusable="false" style={{ flex: 'none' }}>
      <rect width="24" height="24" rx="6" fill="var(--k-badge)" />
      <path
        d="M8 5.5v13M17 5.8 10.2 12 17 18.2"
        fill="none"
        stroke="var(--k-on-badge)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
