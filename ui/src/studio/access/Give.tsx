import { Button, Select } from '@mantine/core'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import type { Path } from '../doc/json'
import { useConfig, useEdit } from '../shell/context'
import css from './access.module.css'
import { giftsOf } from './gifts'
import { exprOf, giveButton, giveEdit, giveSight } from './grants'
import type { View } from './matrix'
import type { AccessAnswer, AccessRow, Titled } from './types'

interface Props {
  answer: AccessAnswer
  row: AccessRow
  view: View
  column: string
  type: TypeFile
  onGiven: (path: Path) => void
}

/** Gives the one in a row what is missing in a cell: sight, a field to change, a button. */
export function Give({ answer, row, view, column, type, onGiven }: Props) {
  const { t } = useTranslation()
  const who = exprOf(row, useConfig(), type)
  const edit = useEdit(type.file)
  const gifts = giftsOf(answer, row, view, column, type, who)

  function sight() {
    const name = row.key.replace(/^.*[:/]/, '').replace(/[^a-z0-9_]+/g, '_')
    let path: Path = []
    edit(text => {
      const given = giveSight(text, type, who, name)
      path = given.path
      return given.text
    }, `sight ${row.key}`)
    onGiven(path)
  }
  function field(key: string, state: string) {
    edit(text => giveEdit(text, type, key, state, who), `edit ${key} ${state} ${row.key}`)
    onGiven(['edit', key, state || '*'])
  }
  function button(key: string) {
    edit(text => giveButton(text, type, key, who), `button ${key} ${row.key}`)
    onGiven(['lifecycle', 'transitions', key])
  }

  return (
    <div className={css.give}>
      {gifts.sight && (
        <Button
          size="xs"
          variant="default"
          data-give="sight"
          leftSection={<IconEye size={14} stroke={1.8} aria-hidden />}
          onClick={sight}
        >
          {t('studioAccess.giveSight')}
        </Button>
      )}
      <Pick sort="edit" label={t('studioAccess.giveEdit')} list={gifts.fields} onPick={key => field(key, column)} />
      <Pick sort="edit" label={t('studioAccess.giveEditIn')} list={gifts.states} onPick={key => field(column, key)} />
      {view === 'states' ? (
        <Pick sort="act" label={t('studioAccess.giveButton')} list={gifts.buttons} onPick={button} />
      ) : (
        gifts.buttons.map(one => (
          <Button key={one.key} size="xs" variant="default" data-give="act" onClick={() => button(one.key)}>
            {t('studioAccess.giveThis')}
          </Button>
        ))
      )}
    </div>
  )
}

interface PickProps {
  sort: string
  label: string
  list: Titled[]
  onPick: (key: string) => void
}

function Pick({ sort, label, list, onPick }: PickProps) {
  if (list.length === 0) return null
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={label}
      data-give={sort}
      data={list.map(one => ({ value: one.key || '*', label: one.title }))}
      value={null}
      searchable
      comboboxProps={{ width: 280, position: 'top-start' }}
      maxDropdownHeight={260}
      onChange={key => key && onPick(key === '*' ? '' : key)}
    />
  )
}
