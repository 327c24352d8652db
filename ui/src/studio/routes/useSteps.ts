import { useTranslation } from '../../i18n'
import { moveKey, remove, set } from '../doc/edit'
import { type JsonObject, keysAt, type Path } from '../doc/json'
import { freeKey } from '../doc/keys'
import { usePanelFile } from '../panel/place'
import { useEdit } from '../shell/context'

/** Adding, moving and taking away the steps of a route. */
export function useSteps(path: Path, steps: JsonObject) {
  const { t } = useTranslation()
  const { file } = usePanelFile()
  const edit = useEdit(file)
  const keys = Object.keys(steps)
  /** Steps that a base gave are written down here before their order changes. */
  const owned = (text: string) => (keys.some(k => !keysAt(text, path).includes(k)) ? set(text, path, steps) : text)
  return {
    add(): string {
      const key = freeKey('step', keys)
      edit(
        text => set(text, [...path, key], { title: t('studioRoutes.newStep'), who: 'author' }),
        `${path.join('.')} add`,
      )
      return key
    },
    move(key: string, by: -1 | 1): void {
      const at = keys.indexOf(key)
      if (at + by < 0 || at + by >= keys.length) return
      const before = by < 0 ? keys[at - 1] : keys[at + 2]
      edit(text => moveKey(owned(text), [...path, key], before), `${path.join('.')} order`)
    },
    remove(key: string): void {
      edit(
        text => (keysAt(text, path).includes(key) ? remove(text, [...path, key]) : set(text, [...path, key], null)),
        `${path.join('.')} remove`,
      )
    },
  }
}
