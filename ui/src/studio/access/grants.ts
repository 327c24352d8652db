import { type Config, names, object, type TypeFile } from '../doc/config'
import { set } from '../doc/edit'
import type { Json, JsonObject, Path } from '../doc/json'
import { freeKey } from '../doc/keys'
import { seenPacks } from '../doc/names'
import { inWhole } from '../panel/place'
import type { AccessRow } from './types'

// Each gift takes the text of a type's own file and gives the new one. What a base says is repeated where it grows.

const compact = (list: string[]): Json => (list.length === 1 ? (list[0] ?? '') : list)

/** Everybody whom rules of a type name, as written. */
function writtenPeople(whole: JsonObject): string[] {
  const under = (map: Json | undefined) => Object.values(object(map))
  const cells = under(whole.edit).flatMap(row => under(row))
  const rules = [...under(whole.access), ...under(whole.deny), ...under(object(whole.lifecycle).transitions)]
  return [...cells, ...rules.map(rule => object(rule).who)].flatMap(who => names(who))
}

const roleCall = /^role\(\s*(['"])(.+?)\1\s*[,)]/

/** The role that an expression names, with its pack. */
export function roleIn(expr: string, config: Config, pack: string): string | null {
  const name = roleCall.exec(expr)?.[2]
  if (!name) return null
  if (name.includes('/')) return name
  const owner = seenPacks(config, pack).find(key => name in object(config.pack(key)?.own.roles))
  return owner ? `${owner}/${name}` : null
}

/** How the rules of a type name a row of the matrix: of a role in the way that they mostly do. */
export function exprOf(row: Pick<AccessRow, 'key' | 'about'>, config: Config, type: TypeFile): string {
  const role = /^role:(.+)$/.exec(row.key)?.[1]
  if (!role) return row.about ?? ''
  const ways = new Map<string, number>()
  for (const expr of writtenPeople(type.whole)) {
    if (roleIn(expr, config, type.pack) === role) ways.set(expr, (ways.get(expr) ?? 0) + 1)
  }
  const [usual] = [...ways].sort((a, b) => b[1] - a[1])
  return usual?.[0] ?? roleExpr(role, config, type.pack)
}

/** A role in the shortest way that a file of the pack may name it. */
export function roleExpr(role: string, config: Config, pack: string): string {
  const short = role.slice(role.indexOf('/') + 1)
  return roleIn(`role('${short}')`, config, pack) === role ? `role('${short}')` : `role('${role}')`
}

/** Shows them all records. The key is what people call the rule by. */
export function giveSight(text: string, type: TypeFile, who: string, name: string): { text: string; path: Path } {
  const key = freeKey(name, Object.keys(object(type.whole.access)))
  const path = ['access', key]
  return { text: set(text, path, { who, read: '*' }), path }
}

/** Lets them press a button. */
export function giveButton(text: string, type: TypeFile, transition: string, who: string): string {
  return join(text, type, ['lifecycle', 'transitions', transition, 'who'], who)
}

/** Opens a field in a state; '' for a type without states. */
export function giveEdit(text: string, type: TypeFile, field: string, state: string, who: string): string {
  const began = type.whole.edit === undefined ? beginMatrix(text, type) : text
  const cells = object(object(type.whole.edit)[field])
  const key = state || '*'
  return field in object(type.whole.edit) && key in cells
    ? join(began, type, ['edit', field, key], who)
    : set(began, ['edit', field, key], who)
}

function join(text: string, type: TypeFile, path: Path, who: string): string {
  const now = names(inWhole(type.whole, path))
  return now.includes(who) ? text : set(text, path, compact([...now, who]))
}

const rulesThat = (type: TypeFile, can: string): JsonObject[] =>
  Object.values(object(type.whole.access))
    .map(rule => object(rule))
    .filter(rule => names(rule.can).includes(can))

const editors = (type: TypeFile): JsonObject[] => rulesThat(type, 'edit')

/** Fields can be opened one by one: there is a matrix, or one that nobody loses or wins by can be begun. */
export function mayGiveEdit(type: TypeFile): boolean {
  if (type.whole.edit !== undefined) return true
  const whole = (rule: JsonObject) => rule.when === undefined && (rule.read === undefined || rule.read === '*')
  const made = type.whole.lifecycle !== undefined || rulesThat(type, 'create').every(r => names(r.can).includes('edit'))
  return editors(type).every(whole) && made
}

/** A matrix is complete once it is there: whoever edits without one goes into it. */
function beginMatrix(text: string, type: TypeFile): string {
  const states = Object.keys(object(object(type.whole.lifecycle).states))
  const all = [...new Set(editors(type).flatMap(rule => names(rule.who)))]
  const initial = object(type.whole.lifecycle).initial
  const first = typeof initial === 'string' ? initial : states[0]
  let out = text
  if (all.length > 0) out = set(out, ['edit', '*', '*'], compact(all))
  if (first) out = set(out, ['edit', '*', first], 'author')
  return out
}
