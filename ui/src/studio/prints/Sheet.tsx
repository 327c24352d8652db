import { useTranslation } from '../../i18n'
import css from './prints.module.css'
import type { SheetLine, SheetPage } from './types'

/** One page as it will come out of the printer. Its words can be read, found and copied. */
export function Sheet({ page, n, count }: { page: SheetPage; n: number; count: number }) {
  const { t } = useTranslation()
  return (
    <figure className={css.sheet} aria-label={t('studio.prints.page', { n, count })}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: it is text to be read, named by its figure */}
      <svg viewBox={`0 0 ${page.width} ${page.height}`}>
        {page.paths.map((path, at) => (
          <path key={at} d={path.d} fill={path.fill ?? 'none'} stroke={path.stroke} strokeWidth={0.15} />
        ))}
        {page.lines.map((line, at) => (
          <Line key={at} line={line} />
        ))}
      </svg>
    </figure>
  )
}

/** Takes as much room as in the file, whatever letters the browser has. */
function Line({ line }: { line: SheetLine }) {
  return (
    <text
      x={line.x}
      y={line.y}
      fontSize={line.size}
      fontWeight={line.bold ? 700 : 400}
      fill={line.color}
      textLength={line.width}
      lengthAdjust="spacingAndGlyphs"
    >
      {line.text}
    </text>
  )
}
