import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import { print } from '../doc/json'
import { InFile } from '../sections/FilePanel'
import { NameDialog } from '../sections/NameDialog'
import { useConfig, useDraft } from '../shell/context'
import { useShownFile } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import { firstCases } from './cases'
import { RuleList } from './RuleList'
import { RulePane } from './RulePane'
import css from './rules.module.css'

/** Named rules of a pack: what each answers, its text, and the examples that must hold. */
export default function NamedRules({ pack }: SectionProps) {
  const { t } = useTranslation()
  const store = useDraft()
  const navigate = useNavigate()
  const rules = useConfig().rulesOf(pack)
  const { file: asked } = useSearch({ strict: false }) as { file?: string }
  const [naming, setNaming] = useState(false)
  const chosen = rules.find(r => r.file === asked || r.cases === asked) ?? rules[0]
  useShownFile(chosen?.cases ?? '')
  const open = (file: string) => void navigate({ to: '.', search: { file }, replace: true, resetScroll: false })
  return (
    <div className={css.split} data-wide>
      <RuleList rules={rules} chosen={chosen?.key} onChoose={open} onAdd={() => setNaming(true)} />
      {chosen ? (
        <InFile key={chosen.file} file={chosen.file} pack={pack}>
          <RulePane pack={pack} rule={chosen} taken={rules.map(r => r.key)} onOpen={open} />
        </InFile>
      ) : (
        <EmptyState
          title={t('studio.rulesOf.none')}
          actions={<Button onClick={() => setNaming(true)}>{t('studioRules.named.add')}</Button>}
        >
          {t('studioRules.named.noneBody')}
        </EmptyState>
      )}
      {naming && (
        <NameDialog
          title={t('studioRules.named.add')}
          taken={rules.map(r => r.key)}
          otherwise="rule"
          onClose={() => setNaming(false)}
          onName={(title, key) => {
            const file = `rules/${pack}/${key}.expr`
            const cases = `${print(firstCases(title), 0)}\n`
            store.edit({ [file]: 'true\n', [file.replace(/expr$/, 'cases.json')]: cases }, `rule ${key} add`)
            open(file)
          }}
        />
      )}
    </div>
  )
}
