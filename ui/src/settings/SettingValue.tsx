import type { Json, Setting } from '../api/types'
import { kindOf } from '../fields/registry'
import { SpanText } from './SpanInput'

/** A value of a parameter in words. One of another kind, from before the parameter was changed, is shown as it is. */
export function SettingValue({ setting, value }: { setting: Setting; value: Json }) {
  const { field } = setting
  if (setting.kind === 'span' && typeof value === 'string') return <SpanText value={value} />
  const { View } = kindOf(field)
  return <View field={field} value={value} refs={{}} values={{}} />
}
