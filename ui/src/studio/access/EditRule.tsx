import { MultiSelect } from '@mantine/core'
import { useTranslation } from '../../i18n'
import { object, type TypeFile } from '../doc/config'
import { prune, renameKey, set } from '../doc/edit'
import { type Path, valueAt } from '../doc/json'
import { statesOf } from '../doc/names'
import { wordOf } from '../grammar/grammar'
import { PeopleWord } from '../panel/inputs'
import { inWhole } from '../panel/place'
import { Row } from '../panel/Row'
import { useEdit, useText } from '../shell/context'

const who = wordOf('access', 'who')
const sets = ['@open', '@all', '*']

/** One cell of the matrix of who edits what: in which states, and who. */
export function EditRule({ path, type }: { path: Path; type: TypeFile }) {
  const { t } = useTranslation()
  const edit = useEdit(type.file)
  const text = useText(type.file)
  const states = statesOf(type)
  const key = String(path[2] ?? '')
  const chosen = key.split(/\s+/).filter(Boolean)
  const isOwn = valueAt(text, path) !== undefined
  const order = [...states.map(s => s.value), ...sets]
  const people = inWhole(type.whole, path)

  function choose(list: string[]) {
    const next = [...list].sort((a, b) => order.indexOf(a) - order.indexOf(b)).join(' ')
    if (!next || next === key || next in object(inWhole(type.whole, path.slice(0, 2)))) return
    edit(before => renameKey(before, path, next), `${path.join('.')} states`)
  }

  return (
    <>
      {states.length > 0 && isOwn && (
        <Row label={t('studioAccess.inStates')}>
          <MultiSelect
            aria-label={t('studioAccess.inStates')}
            data={[
              ...states.map(s => ({ value: s.value, label: s.title })),
              ...chosen.filter(c => sets.includes(c)).map(c => ({ value: c, label: c })),
            ]}
            value={chosen}
            onChange={choose}
          />
        </Row>
      )}
      {who && (
        <Row label={t('studioAccess.whoEdits')}>
          <PeopleWord
            decl="access"
            word={who}
            label={t('studioAccess.whoEdits')}
            value={people}
            error={false}
            onChange={value =>
              edit(before => (value === undefined ? prune(before, path) : set(before, path, value)), path.join('.'))
            }
          />
        </Row>
      )}
    </>
  )
}
