import { Button, SegmentedControl, Select } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import { type Json, print } from '../doc/json'
import { useConfig, useDraft } from '../shell/context'
import { FilePanel } from './FilePanel'
import { NameDialog } from './NameDialog'
import css from './sections.module.css'

interface Props {
  pack: string
  folder: string
  decl: string
  add: string
  none: string
  first: (title: string) => Json // what a new file says
  skip?: string[] // words that stand above the panel
  children?: (file: string, key: string) => ReactNode // above the panel
}

const fewest = 4 // files that fit beside each other

/** Files of one folder of a pack, one at a time: registers, calendars. */
export function KeyedFiles({ pack, folder, decl, add, none, first, skip, children }: Props) {
  const { t } = useTranslation()
  const store = useDraft()
  const files = useConfig().keyed(pack, folder)
  const { file: asked } = useSearch({ strict: false }) as { file?: string }
  const [chosen, setChosen] = useState<string | null>(null)
  const [naming, setNaming] = useState(false)
  const start = `schemas/${pack}/${folder}/`
  useEffect(() => {
    if (asked?.startsWith(start)) setChosen(asked.slice(start.length).replace(/\.json$/, ''))
  }, [asked, start])
  const shown = files.find(f => f.key === chosen) ?? files[0]
  const data = files.map(f => ({ value: f.key, label: f.title }))
  return (
    <div className={css.keyed}>
      <div className={css.bar}>
        {files.length > 1 && files.length <= fewest && (
          <SegmentedControl data={data} value={shown?.key ?? ''} onChange={setChosen} size="xs" />
        )}
        {files.length > fewest && (
          <Select
            aria-label={t('studio.panel.choose')}
            data={data}
            value={shown?.key ?? null}
            onChange={setChosen}
            searchable
          />
        )}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          onClick={() => setNaming(true)}
        >
          {add}
        </Button>
      </div>
      {shown ? (
        <FilePanel key={shown.file} file={shown.file} pack={pack} decl={decl} skip={skip}>
          {children?.(shown.file, shown.key)}
        </FilePanel>
      ) : (
        <EmptyState title={none} />
      )}
      {naming && (
        <NameDialog
          title={add}
          taken={files.map(f => f.key)}
          otherwise={decl}
          onClose={() => setNaming(false)}
          onName={(title, key) => {
            store.edit({ [`${start}${key}.json`]: `${print(withSchema(decl, first(title)), 0)}\n` }, `${folder} add`)
            setChosen(key)
          }}
        />
      )}
    </div>
  )
}

/** Names the grammar, for those who open the file in an editor. */
export const withSchema = (decl: string, body: Json): Json => ({
  $schema: `../../meta/${decl}.schema.json`,
  ...(body as { [key: string]: Json }),
})
