import { isEmpty } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import type { FieldKind, InputProps, ViewProps } from './types'

function View({ value, inline }: ViewProps) {
  if (isEmpty(value)) return <Empty />
  const shown = JSON.stringify(value, null, inline ? 0 : 2)
  return inline ? <code className={css.code}>{shown}</code> : <pre className={css.codeBlock}>{shown}</pre>
}

/** Free JSON is written by integrations; people read it. */
function Input({ field, value, refs, cells }: InputProps) {
  return <View field={field} value={value} refs={refs} values={cells as ViewProps['values']} />
}

export const json: FieldKind = { Input, View }
