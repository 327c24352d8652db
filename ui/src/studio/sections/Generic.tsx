import { useTranslation } from '../../i18n'
import { fileOf } from '../doc/config'
import type { SectionProps } from '../shell/sections'
import { FilePanel } from './FilePanel'
import { KeyedFiles } from './KeyedFiles'

// Sections that need no more than the panels of the grammar.

/** What records contribute to registers, and the records that they keep. */
export const FactsSection = ({ pack, type }: SectionProps) => (
  <FilePanel file={fileOf.type(pack, type)} pack={pack} type={type} decl="type" only={['postings', 'ensure']} />
)

export const ViewsSection = ({ pack, type }: SectionProps) => (
  <FilePanel file={fileOf.type(pack, type)} pack={pack} type={type} decl="type" only={['views']} />
)

const elsewhere = [
  'data',
  'sections',
  'lifecycle',
  'approvals',
  'sla',
  'timers',
  'access',
  'edit',
  'deny',
  'views',
  'prints',
]

/** All of the type that no other section shows. */
export const MoreSection = ({ pack, type }: SectionProps) => (
  <FilePanel
    file={fileOf.type(pack, type)}
    pack={pack}
    type={type}
    decl="type"
    skip={[...elsewhere, 'postings', 'ensure']}
  />
)

export const NumbersSection = ({ pack }: SectionProps) => (
  <FilePanel file={fileOf.numbers(pack)} pack={pack} decl="numbers" only={['numbers']} />
)

export const NotifySection = ({ pack }: SectionProps) => (
  <FilePanel file={fileOf.notify(pack)} pack={pack} decl="notify" only={['messages']} />
)

export const SettingsSection = ({ pack }: SectionProps) => (
  <FilePanel file={fileOf.settings(pack)} pack={pack} decl="settings" only={['settings']} />
)

export const RolesSection = ({ pack }: SectionProps) => <FilePanel file={fileOf.pack(pack)} pack={pack} decl="pack" />

export function RegistersSection({ pack }: SectionProps) {
  const { t } = useTranslation()
  return (
    <KeyedFiles
      pack={pack}
      folder="registers"
      decl="register"
      add={t('studio.registers.add')}
      none={t('studio.registers.none')}
      first={title => ({ title, dimensions: {}, resources: {} })}
    />
  )
}
