import { forwardRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FaultBody, FieldMeta } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import { Icon } from '../fields/Icon'
import { rootOf } from './answer'
import { domId } from './FieldBox'
import css from './form.module.css'

interface Props {
  faults: Record<string, FaultBody>
  fields: FieldMeta[]
  scope: string
}

/** What blocks saving, as links that move the focus. Faults of no field stand here in full. */
export const Summary = forwardRef<HTMLDivElement, Props>(function Summary({ faults, fields, scope }, box) {
  const { t } = useTranslation()
  const faultText = useFaultText()
  const paths = Object.keys(faults)
  const own = paths.filter(path => fields.some(field => field.key === rootOf(path)))
  const general = paths.filter(path => !own.includes(path))
  if (paths.length === 0) return null
  return (
    <div ref={box} className={css.summary} role="alert" tabIndex={-1}>
      <Icon name="alert" size={18} className={css.summaryMark} />
      <div>
        <p className={css.summaryTitle}>
          {own.length > 0 ? t('form.fix', { count: new Set(own.map(rootOf)).size }) : t('form.refused')}
        </p>
        {general.map(path => (
          <p key={path}>{faultText(faults[path] as FaultBody)}</p>
        ))}
        <ul className={css.summaryLinks}>
          {own.map(path => (
            <li key={path}>
              <a
                href={`#${domId(scope, path)}`}
                onClick={e => {
                  e.preventDefault()
                  focusPath(scope, path)
                }}
              >
                {nameOf(path, fields, (field, line) => t('form.line', { field, line }))}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
})

/** «БИН поставщика», «Количество, строка 3». */
export function nameOf(path: string, fields: FieldMeta[], inLine: (field: string, line: number) => string): string {
  const [root, line, column] = path.split('.')
  const field = fields.find(f => f.key === root)
  const inside = field?.columns?.find(c => c.key === column)
  return inside && line ? inLine(inside.title, Number(line) + 1) : (field?.title ?? path)
}

/** Moves the focus to the control of a path: a field, or a cell of its table. */
export function focusPath(scope: string, path: string): void {
  const [root = '', line, column] = path.split('.')
  const id = line && column ? `${domId(scope, root)}-${line}-${column}` : domId(scope, root)
  const control = document.getElementById(id) ?? document.getElementById(domId(scope, root))
  control?.scrollIntoView({ block: 'center' })
  control?.focus({ preventScroll: true })
}
