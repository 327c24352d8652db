import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card, RefInfo, Refs, TypeMeta } from '../api/types'
import { filesOf, isFile } from '../fields/cell'
import { FileLink } from '../fields/FileLink'
import { FileMark } from '../fields/FileMark'
import { nameOf } from '../fields/file_check'
import { Icon } from '../fields/Icon'
import { useFormat } from '../i18n/locale'
import { Tag } from '../parts'
import { CellEditor } from './CellEditor'
import { canEdit, cellState, fileFields } from './cells'
import css from './record.module.css'
import type { RecordHand } from './useRecord'

const FileVersions = lazy(() => import('./FileVersions'))
const NewVersion = lazy(() => import('./NewVersion'))

interface Props {
  type: TypeMeta
  card: Card
  hand: RecordHand
  editing: string | null
  onEdit: (field: string | null) => void
}

/** Files of all file fields in one list, each with the field it answers. */
export function FilesList({ type, card, hand, editing, onEdit }: Props) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<string | null>(null)
  const fields = fileFields(type, card)
  if (fields.length === 0) return null
  return (
    <section className={css.section} aria-label={t('record.files')}>
      <h2 className={css.sectionTitle}>{t('record.files')}</h2>
      <ul className={css.files}>
        {fields.map(field => {
          const files = filesOf(card.row.values[field.key]).filter((file): file is string => !isFile(file))
          const again = t(files.length === 0 ? 'common.add' : field.versions ? 'record.newVersion' : 'record.replace')
          const earlier = field.versions && files.length > 0 && (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              aria-expanded={opened === field.key}
              onClick={() => setOpened(opened === field.key ? null : field.key)}
              aria-label={`${t('record.versions')}: ${field.title}`}
            >
              {t('record.versions')}
            </Button>
          )
          const frozen = field.versions && !canEdit(card, field) && card.can.edit && cellState(card, field).reason
          const change = canEdit(card, field) && editing !== field.key && (
            <Button
              size="xs"
              variant="subtle"
              leftSection={<Icon name="upload" size={14} />}
              onClick={() => onEdit(field.key)}
              aria-label={`${again}: ${field.title}`}
            >
              {again}
            </Button>
          )
          return (
            <li key={field.key}>
              {files.map((name, i) => (
                <div key={name} className={css.file}>
                  <FileMark name={nameOf(name, card.refs)} />
                  <FileLink slug={card.row.type} id={card.row.id} name={name} title={nameOf(name, card.refs)} />
                  <Tag>{field.title}</Tag>
                  <FileFacts info={card.refs[`file/${name}`]} refs={card.refs} />
                  <span className={css.fileTools}>
                    {i === 0 && earlier}
                    {i === 0 && change}
                  </span>
                </div>
              ))}
              {files.length === 0 && (
                <div className={css.file} data-empty>
                  <span>{field.title}</span>
                  <span className={css.fileTools}>{change}</span>
                </div>
              )}
              {frozen && <p className={css.fileFrozen}>{frozen}</p>}
              {editing === field.key &&
                (field.versions ? (
                  <Suspense>
                    <NewVersion field={field} card={card} hand={hand} onClose={() => onEdit(null)} />
                  </Suspense>
                ) : (
                  <CellEditor field={field} card={card} hand={hand} onClose={() => onEdit(null)} />
                ))}
              {opened === field.key && (
                <Suspense>
                  <FileVersions field={field} card={card} />
                </Suspense>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** «Асель Жумабекова · вчера, 9:52 · 184 КБ» */
function FileFacts({ info, refs }: { info: RefInfo | undefined; refs: Refs }) {
  const { instant, bytes } = useFormat()
  if (!info) return null
  const facts = [info.by && refs[info.by]?.title, info.at && instant(info.at), info.size && bytes(info.size)]
  return <span className={css.fileFacts}>{facts.filter(Boolean).join(' · ')}</span>
}
