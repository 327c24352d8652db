import { Combobox, InputBase, Loader, Pill, PillsInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta, useOptions } from '../api/hooks'
import type { RefInfo } from '../api/types'
import { useRestored } from '../app/keep'
import { knownRefs, useKnownPicks } from '../queue/picks'
import { textsOf } from './cell'
import { Icon } from './Icon'
import { byType, PEOPLE, refInfo, refKey, storedRef } from './lookup'
import { neighbours } from './options'
import { OptionLine, RefTitle } from './RefTitle'
import { RefView } from './RefView'
import type { FieldKind, InputProps } from './types'

/** Remembers what was picked here: the server's `refs` learn of it only with the next answer. */
function usePicked(props: InputProps) {
  const meta = useMeta()
  const [picked, setPicked] = useState<Record<string, RefInfo>>({})
  const offline = useRestored() // then a kept draft has no other names
  const known = { ...(offline && knownRefs(props.slug, props.path)), ...props.refs, ...picked }
  return {
    meta,
    infoOf: (stored: string) => refInfo(props.field, stored, known, meta),
    pick: (info: RefInfo) => {
      const stored = storedRef(props.field, info, meta)
      setPicked(old => ({ ...old, [refKey(props.field, stored, meta)]: info }))
      return stored
    },
  }
}

function Input(props: InputProps) {
  return props.field.many ? <Many {...props} /> : <One {...props} />
}

function useSearch(props: InputProps, onClose: () => void) {
  const [query, setQuery] = useState<string | null>(null)
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setQuery(null)
      onClose()
    },
  })
  const [q] = useDebouncedValue(query ?? '', 200)
  const answer = useOptions(
    props.slug,
    { field: props.path, q, values: neighbours(props.cells), ...props.about },
    combobox.dropdownOpened,
  )
  return { query, setQuery, combobox, answer: useKnownPicks(props.slug, props.path, q, answer) }
}

function One(props: InputProps) {
  const { value, onChange, onBlur, a11y, required, autoFocus, field } = props
  const { t } = useTranslation()
  const { meta, infoOf, pick } = usePicked(props)
  const { query, setQuery, combobox, answer } = useSearch(props, () => undefined)
  const stored = typeof value === 'string' && value !== '' ? value : null
  const chosen = stored ? infoOf(stored) : null
  const person = chosen !== null && chosen.type === PEOPLE && query === null
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={key => {
        const info = answer.data?.options.find(o => `${o.type}/${o.id}` === key)
        if (info) onChange(pick(info))
        combobox.closeDropdown()
      }}
      transitionProps={{ duration: 120 }}
    >
      <Combobox.Target withExpandedAttribute>
        <InputBase
          {...a11y}
          required={required}
          autoFocus={autoFocus}
          autoComplete="off"
          error={Boolean(a11y['aria-invalid'])}
          value={query ?? (chosen ? titleOf(chosen, t('fields.gone')) : '')}
          placeholder={t('fields.find')}
          leftSection={person ? <RefTitle info={chosen} avatarOnly /> : undefined}
          rightSection={answer.isFetching ? <Loader size={14} /> : <Icon name="search" size={16} />}
          rightSectionPointerEvents="none"
          onClick={() => combobox.openDropdown()}
          onFocus={e => e.currentTarget.select()}
          onBlur={() => {
            combobox.closeDropdown()
            onBlur?.()
          }}
          onChange={e => {
            const typed = e.currentTarget.value
            setQuery(typed)
            if (typed === '') onChange(null)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
        />
      </Combobox.Target>
      <Dropdown
        answer={answer.data}
        failed={answer.isError}
        several={(field.targets?.length ?? 0) > 1 || !field.target}
        groupTitle={slug => meta.types.find(type => type.slug === slug)?.plural ?? ''}
        active={stored ? refKey(field, stored, meta) : null}
      />
    </Combobox>
  )
}

function Many(props: InputProps) {
  const { value, onChange, onBlur, a11y, required, autoFocus, field } = props
  const { t } = useTranslation()
  const { meta, infoOf, pick } = usePicked(props)
  const { query, setQuery, combobox, answer } = useSearch(props, () => undefined)
  const stored = textsOf(value)
  const taken = new Set(stored.map(item => refKey(field, item, meta)))
  const drop = (item: string) => onChange(stored.filter(other => other !== item))
  const left = answer.data && {
    ...answer.data,
    options: answer.data.options.filter(o => !taken.has(`${o.type}/${o.id}`)),
  }
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={key => {
        const info = left?.options.find(o => `${o.type}/${o.id}` === key)
        if (info) onChange([...stored, pick(info)])
        setQuery('')
      }}
      transitionProps={{ duration: 120 }}
    >
      <Combobox.DropdownTarget>
        <PillsInput id={a11y.id} error={Boolean(a11y['aria-invalid'])} onClick={() => combobox.openDropdown()}>
          <Pill.Group>
            {stored.map(item => (
              <Pill
                key={item}
                withRemoveButton
                onRemove={() => drop(item)}
                removeButtonProps={{
                  'aria-label': t('fields.remove', { name: infoOf(item).title }),
                  'aria-hidden': false,
                }}
              >
                {titleOf(infoOf(item), t('fields.gone'))}
              </Pill>
            ))}
            <Combobox.EventsTarget withExpandedAttribute>
              <PillsInput.Field
                {...a11y}
                required={required && stored.length === 0}
                autoFocus={autoFocus}
                autoComplete="off"
                value={query ?? ''}
                placeholder={stored.length === 0 ? t('fields.find') : undefined}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => {
                  combobox.closeDropdown()
                  onBlur?.()
                }}
                onChange={e => {
                  setQuery(e.currentTarget.value)
                  combobox.openDropdown()
                }}
                onKeyDown={e => {
                  const last = stored.at(-1)
                  if (e.key === 'Backspace' && !query && last) drop(last)
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Dropdown
        answer={left}
        failed={answer.isError}
        several={(field.targets?.length ?? 0) > 1 || !field.target}
        groupTitle={slug => meta.types.find(type => type.slug === slug)?.plural ?? ''}
        active={null}
      />
    </Combobox>
  )
}

const titleOf = (info: RefInfo, gone: string) => (info.gone || !info.title ? gone : info.title)

interface DropdownProps {
  answer: { options: RefInfo[]; more: boolean } | undefined
  failed: boolean
  several: boolean
  groupTitle: (slug: string) => string
  active: string | null
}

function Dropdown({ answer, failed, several, groupTitle, active }: DropdownProps) {
  const { t } = useTranslation()
  const option = (info: RefInfo) => {
    const key = `${info.type}/${info.id}`
    return (
      <Combobox.Option key={key} value={key} active={key === active}>
        <OptionLine info={info} />
      </Combobox.Option>
    )
  }
  const empty = failed ? t('fields.optionsFailed') : answer ? t('fields.nothingFound') : t('fields.searching')
  return (
    <Combobox.Dropdown>
      <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
        {!answer?.options.length && <Combobox.Empty>{empty}</Combobox.Empty>}
        {several && answer
          ? byType(answer.options).map(([slug, options]) => (
              <Combobox.Group key={slug} label={groupTitle(slug)}>
                {options.map(option)}
              </Combobox.Group>
            ))
          : answer?.options.map(option)}
      </Combobox.Options>
      {answer?.more && <Combobox.Footer>{t('fields.moreOptions')}</Combobox.Footer>}
    </Combobox.Dropdown>
  )
}

export const ref: FieldKind = { Input, View: RefView }
