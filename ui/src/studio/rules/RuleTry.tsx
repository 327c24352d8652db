import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { seenPacks } from '../doc/names'
import { useConfig } from '../shell/context'
import type { Arg } from './cases'
import css from './rules.module.css'
import { TryPane } from './TryPane'

interface Props {
  pack: string
  rule: { file: string }
  args: Arg[]
  text: string
  onReady: (again: () => void) => void
}

/** Tries a named rule: on a record, with arguments that are read from it or written out. */
export function RuleTry({ pack, rule, args, text, onReady }: Props) {
  const { t } = useTranslation()
  const config = useConfig()
  const meta = useMeta()
  const packs = seenPacks(config, pack)
  const types = meta.types.filter(type => packs.includes(type.key.split('/')[0] ?? ''))
  const fits = args.map(a => (a.type.includes('/') ? a.type : `${pack}/${a.type}`))
  const first = types.find(type => fits.includes(type.key))
  const [type, setType] = useState<string | null>(first?.key ?? null)
  const [given, setGiven] = useState<Record<string, string>>({})
  const written = Object.fromEntries(
    args.map(a => [a.name, given[a.name] ?? '']).filter(([, source]) => source?.trim() !== ''),
  )
  return (
    <TryPane
      key={type}
      type={type ?? undefined}
      asked={{ file: rule.file, path: '', text, args: written }}
      onReady={onReady}
      before={
        <Select
          size="xs"
          label={t('studioRules.try.type')}
          data={types.map(one => ({ value: one.key, label: one.title }))}
          value={type}
          placeholder={t('studioRules.try.noneType')}
          searchable
          clearable
          onChange={setType}
        />
      }
    >
      {args.map(arg => (
        <TextInput
          key={arg.name}
          size="xs"
          label={arg.title || arg.name}
          placeholder={
            type && fits[args.indexOf(arg)] === type ? t('studioRules.try.itself') : t('studioRules.try.arg')
          }
          value={given[arg.name] ?? ''}
          classNames={{ input: css.codeInput }}
          onChange={e => {
            const source = e.currentTarget.value
            setGiven(old => ({ ...old, [arg.name]: source }))
          }}
        />
      ))}
    </TryPane>
  )
}
