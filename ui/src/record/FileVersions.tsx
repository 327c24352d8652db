import { ActionIcon, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { fileUrl } from '../api/pb'
import type { Card, FieldMeta, FileVersion, Refs, VersionsAnswer } from '../api/types'
import { FileLink } from '../fields/FileLink'
import { Icon } from '../fields/Icon'
import { useFileToken } from '../fields/useFileToken'
import { useFormat } from '../i18n/locale'
import { Tag } from '../parts'
import css from './versions.module.css'

interface Props {
  field: FieldMeta
  card: Card
}

/** Files that the field holds and has held, the newest first. */
export default function FileVersions({ field, card }: Props) {
  const { t } = useTranslation()
  const { type: slug, id } = card.row
  const asked = useQuery({
    queryKey: keys.versions(slug, id, card.revision),
    queryFn: () => api.get<VersionsAnswer>(`/${slug}/${id}/versions`),
  })
  if (asked.isError) return <p role="alert">{t('record.versionsFailed')}</p>
  if (!asked.data) return null
  const versions = asked.data.fields.find(one => one.field === field.key)?.versions ?? []
  return (
    <ol className={css.versions} aria-label={`${t('record.versions')}: ${field.title}`}>
      {versions.map(one => (
        <Line key={one.version} one={one} slug={slug} id={id} refs={asked.data.refs} />
      ))}
    </ol>
  )
}

function Line({ one, slug, id, refs }: { one: FileVersion; slug: string; id: string; refs: Refs }) {
  const { t } = useTranslation()
  const { instant, bytes } = useFormat()
  const token = useFileToken()
  const facts = [one.by && refs[one.by]?.title, one.at && instant(one.at), one.size > 0 && bytes(one.size)]
  return (
    <li className={css.version}>
      <div className={css.head}>
        <span className={css.number}>{t('record.version', { n: one.version })}</span>
        <FileLink slug={slug} id={id} name={one.name} title={one.title} className={css.name} />
        {one.current && <Tag>{t('record.versionNow')}</Tag>}
        <a
          className={css.download}
          href={fileUrl(slug, id, one.name, token)}
          download={one.title}
          aria-label={t('record.versionDownload', { n: one.version })}
        >
          <IconDownload size={16} aria-hidden />
        </a>
      </div>
      {one.comment && <p className={css.comment}>{one.comment}</p>}
      <p className={css.facts}>{facts.filter(Boolean).join(' · ')}</p>
      <Hash sum={one.sha256} />
    </li>
  )
}

/** The whole sum: people compare it with what was sent to them. */
function Hash({ sum }: { sum: string }) {
  const { t } = useTranslation()
  if (!sum) return <p className={css.facts}>{t('record.versionNoHash')}</p>
  const copy = async () => {
    await navigator.clipboard.writeText(sum)
    notifications.show({ message: t('record.versionHashCopied') })
  }
  return (
    <p className={css.hash}>
      {t('record.versionHash')} <code>{sum}</code>
      <Tooltip label={t('record.versionHashCopy')}>
        <ActionIcon size={24} onClick={() => void copy()} aria-label={t('record.versionHashCopy')}>
          <Icon name="copy" size={14} />
        </ActionIcon>
      </Tooltip>
    </p>
  )
}
