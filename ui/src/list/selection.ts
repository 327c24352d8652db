/** Chosen rows. Shift takes everything from the last chosen row to this one. */
export interface Selection {
  ids: ReadonlySet<string>
  anchor: string | null
  whole?: boolean // the whole list was chosen, with rows that have not been loaded
}

export const nothing: Selection = { ids: new Set(), anchor: null }

export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ...selection, ids, anchor: id }
}

export function selectTo(selection: Selection, id: string, order: string[]): Selection {
  const from = selection.anchor ? order.indexOf(selection.anchor) : -1
  const to = order.indexOf(id)
  if (from < 0 || to < 0) return toggle(selection, id)
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ...selection, ids: new Set([...selection.ids, ...range]), anchor: id }
}

/** Everything loaded, or nothing when everything is chosen already. */
export function toggleAll(selection: Selection, order: string[]): Selection {
  const all = order.length > 0 && order.every(id => selection.ids.has(id))
  return all ? nothing : { ids: new Set(order), anchor: order.at(-1) ?? null }
}

/** Everything that the list held when the server was asked. */
export const wholeOf = (ids: string[]): Selection => ({ ids: new Set(ids), anchor: null, whole: true })

/** Rows that are gone from the list are not chosen any more. What has not been loaded cannot be told to be gone. */
export function keep(selection: Selection, order: string[]): Selection {
  if (selection.whole) return selection
  const there = new Set(order)
  const ids = new Set([...selection.ids].filter(id => there.has(id)))
  return ids.size === selection.ids.size ? selection : { ids, anchor: selection.anchor }
}
