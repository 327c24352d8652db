import { ActionIcon } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { commentFileUrl } from '../api/pb'
import type { CommentFile } from '../api/types'
import { FileMark } from '../fields/FileMark'
import { Icon } from '../fields/Icon'
import { useFileToken } from '../fields/useFileToken'
import { useFormat } from '../i18n/locale'
import css from './files.module.css'

/** The comment that files belong to. */
export interface Home {
  slug: string
  id: string
  comment: string
}

const thumb = '320x320f'
const isDrawn = (file: CommentFile) => ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(file.type)

/** Files that came with a comment: pictures are shown small, everything is saved under its own name. */
export function CommentFiles({ files, home }: { files: CommentFile[]; home: Home }) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const token = useFileToken()
  if (files.length === 0) return null
  const papersFirst = [...files].sort((a, b) => Number(isDrawn(a)) - Number(isDrawn(b)))
  return (
    <ul className={css.files} aria-label={t('record.files')}>
      {papersFirst.map(file => (
        <li key={file.name} className={css.file}>
          {isDrawn(file) && <Picture file={file} home={home} token={token} />}
          <span className={css.line}>
            <FileMark name={file.title} />
            <a href={commentFileUrl(home, file.name, { token, download: '1' })} className={css.name}>
              {file.title}
            </a>
            <span className={css.size}>{bytes(file.size)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Once it is drawn, its address stays: a renewed token must not load it again. */
function Picture({ file, home, token }: { file: CommentFile; home: Home; token: string | undefined }) {
  const { t } = useTranslation()
  const [loaded, setLoaded] = useState<string>()
  const src = loaded ?? (token && commentFileUrl(home, file.name, { token, thumb }))
  return (
    <a
      href={commentFileUrl(home, file.name, { token })}
      target="_blank"
      rel="noreferrer noopener"
      className={css.picture}
      aria-label={t('record.openPicture', { name: file.title })}
    >
      {src && <img src={src} alt="" onLoad={() => setLoaded(src)} />}
    </a>
  )
}

/** Files that wait to be sent. */
export function WaitingFiles({ files, onDrop }: { files: File[]; onDrop: (at: number) => void }) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  if (files.length === 0) return null
  return (
    <ul className={css.waiting} aria-label={t('record.attached')}>
      {files.map((file, i) => (
        <li key={`${i}/${file.name}`} className={css.line}>
          <FileMark name={file.name} />
          <span className={css.name}>{file.name}</span>
          <span className={css.size}>{bytes(file.size)}</span>
          <ActionIcon size={28} onClick={() => onDrop(i)} aria-label={t('fields.remove', { name: file.name })}>
            <Icon name="x" size={16} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  )
}
