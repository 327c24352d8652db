import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useTranslation } from '../../i18n'
import { set } from '../doc/edit'
import { freeKey } from '../doc/keys'
import { KeyInput } from '../panel/nested'
import { usePlaced } from '../panel/place'
import { problemText } from '../problems/text'
import { useEdit, useText } from '../shell/context'
import { addArg, readCases, removeArg, renameArg, setArgWord } from './cases'
import css from './rules.module.css'
import { useTypeNames } from './useTypeNames'

const keyShape = /^[a-z][a-z0-9_]*$/

/** What a rule answers, with what it is called, and of what type its answer is. */
export function Signature({ pack, file }: { pack: string; file: string }) {
  const { t } = useTranslation()
  const text = useText(file)
  const edit = useEdit(file)
  const { title, args, returns } = readCases(text)
  const problems = usePlaced(file).filter(p => p.path[0] !== 'cases')
  const taken = args.map(a => a.name)
  return (
    <section className={css.signature} aria-label={t('studioRules.signature.title')}>
      <TextInput
        label={t('studioRules.signature.answers')}
        value={title}
        onChange={e => {
          const next = e.currentTarget.value
          edit(before => set(before, ['title'], next), 'title')
        }}
      />
      <TypeSelect
        pack={pack}
        label={t('studioRules.signature.returns')}
        value={returns}
        onChange={type => edit(before => setArgWord(before, ['returns'], 'type', type), 'returns')}
      />
      <h3 className={css.small}>{t('studioRules.signature.args')}</h3>
      {args.map(arg => (
        <div key={arg.name} className={css.arg}>
          <KeyInput
            name={arg.name}
            onRename={to => {
              if (keyShape.test(to) && !taken.includes(to)) {
                edit(before => renameArg(before, arg.name, to), `args.${arg.name} rename`)
              }
            }}
          />
          <TypeSelect
            pack={pack}
            name={t('studioRules.signature.type', { name: arg.name })}
            value={arg.type}
            onChange={type => edit(before => setArgWord(before, ['args', arg.name], 'type', type), `args.${arg.name}`)}
          />
          <TextInput
            size="xs"
            aria-label={t('studioRules.signature.meaning', { name: arg.name })}
            placeholder={t('studioRules.signature.meaningHint')}
            value={arg.title}
            onChange={e => {
              const next = e.currentTarget.value
              edit(before => setArgWord(before, ['args', arg.name], 'title', next), `args.${arg.name}.title`)
            }}
          />
          <ActionIcon
            size="sm"
            aria-label={t('studioRules.signature.remove', { name: arg.title || arg.name })}
            onClick={() => edit(before => removeArg(before, arg.name), `args.${arg.name} remove`)}
          >
            <IconX size={14} stroke={1.8} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
        onClick={() => edit(before => addArg(before, freeKey('value', taken)), 'args add')}
      >
        {t('studioRules.signature.add')}
      </Button>
      {problems.map((p, at) => (
        <p key={at} className={css.problem} data-severity={p.problem.severity}>
          {problemText(p.problem)}
        </p>
      ))}
    </section>
  )
}

interface TypeProps {
  pack: string
  value: string
  label?: string
  name?: string
  onChange: (type: string) => void
}

function TypeSelect({ pack, value, label, name, onChange }: TypeProps) {
  const { options } = useTypeNames(pack)
  const data = options.some(o => o.value === value) ? options : [...options, { value, label: value }]
  return (
    <Select
      size={label ? 'sm' : 'xs'}
      label={label}
      aria-label={name}
      data={data}
      value={value}
      searchable
      allowDeselect={false}
      onChange={type => type && onChange(type)}
    />
  )
}
