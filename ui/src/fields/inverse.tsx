import { isEmpty, textsOf } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import { RefView } from './RefView'
import type { FieldKind, InputProps, ViewProps } from './types'

/** Records that point here. They are changed on their own pages. */
function View(props: ViewProps) {
  return isEmpty(props.value) ? <Empty /> : <RefView {...props} field={{ ...props.field, many: true }} />
}

function Input({ field, value, refs, cells }: InputProps) {
  if (textsOf(value).length === 0) return <span className={css.hint}>—</span>
  return <View field={field} value={value} refs={refs} values={cells as ViewProps['values']} />
}

export const inverse: FieldKind = { Input, View }
