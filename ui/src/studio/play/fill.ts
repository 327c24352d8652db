import type { FieldMeta, Values } from '../../api/types'

/** Files of a play have a name and no contents. */
export function namedFiles(fields: FieldMeta[], values: Values): Values {
  const out = { ...values }
  const file = (one: unknown) => (typeof one === 'string' ? { name: one } : one)
  for (const field of fields) {
    if (field.kind !== 'file' || out[field.key] === undefined || out[field.key] === null) continue
    const value: unknown = out[field.key]
    out[field.key] = (Array.isArray(value) ? value.map(file) : file(value)) as Values[string]
  }
  return out
}
