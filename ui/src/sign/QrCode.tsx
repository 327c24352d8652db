import encode from 'qr'
import { useMemo } from 'react'
import css from './sign.module.css'

const quiet = 4 // modules of white around, as the standard asks

/** A QR code, black on white whatever the scheme: cameras read it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => draw(text), [text])
  return (
    <svg className={css.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} className={css.qrPaper} />
      <path d={path} className={css.qrInk} />
    </svg>
  )
}

function draw(text: string): { path: string; size: number } {
  const modules = encode(text, 'raw', { ecc: 'medium', border: quiet })
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { path, size: modules.length }
}
