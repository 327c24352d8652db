import { ActionIcon } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../i18n/locale'
import { usePhone } from '../lib/screen'
import { type Cell, type FileCell, filesOf, isFile } from './cell'
import { Empty } from './Empty'
import { FileLink } from './FileLink'
import { FileMark } from './FileMark'
import css from './fields.module.css'
import { checkFile, type FileFault, nameOf, sortsOf } from './file_check'
import { Icon } from './Icon'
import { Thumb } from './Thumb'
import type { FieldKind, InputProps, ViewProps } from './types'

function Input({ field, value, onChange, onBlur, a11y, required, autoFocus, refs }: InputProps) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const phone = usePhone()
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<FileFault[]>([])
  const files = filesOf(value)
  const title = (file: FileCell) => (isFile(file) ? file.name : nameOf(file, refs))
  const take = (chosen: File[]) => {
    const faults = chosen.map(file => checkFile(field, file))
    const good = chosen.filter((_, i) => faults[i] === null)
    setRefused(faults.filter((fault): fault is FileFault => fault !== null))
    if (good.length > 0) onChange(field.many ? ([...files, ...good] as Cell) : (good[0] as File))
  }
  const drop = (at: number) => {
    const left = files.filter((_, i) => i !== at)
    onChange(field.many ? (left as Cell) : null)
    picker.current?.focus()
  }
  const dropZone = {
    onDragOver: (e: DragEvent) => {
      e.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (e: DragEvent) => {
      e.preventDefault()
      setOver(false)
      take([...e.dataTransfer.files].slice(0, field.many ? undefined : 1))
    },
  }
  return (
    <div className={css.files} {...dropZone}>
      {files.map((file, i) => (
        <div key={isFile(file) ? `${file.name}/${file.size}/${i}` : file} className={css.fileBox}>
          {isFile(file) ? <Thumb file={file} /> : <FileMark name={title(file)} />}
          <span className={css.fileName}>{title(file)}</span>
          {isFile(file) && <span className={css.fileSize}>{bytes(file.size)}</span>}
          <ActionIcon size={28} onClick={() => drop(i)} aria-label={t('fields.remove', { name: title(file) })}>
            <Icon name="x" size={16} />
          </ActionIcon>
        </div>
      ))}
      {(files.length === 0 || field.many) && (
        <label className={css.dropArea} data-over={over || undefined} data-invalid={a11y['aria-invalid'] || undefined}>
          <Icon name="upload" size={16} />
          <span>
            {t('fields.drop')}{' '}
            <span className={css.link}>{t(field.many ? 'fields.chooseFiles' : 'fields.chooseFile')}</span>
          </span>
          <input
            {...a11y}
            ref={picker}
            type="file"
            className={css.unseen}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this very field
            autoFocus={autoFocus}
            multiple={field.many}
            accept={field.accept?.join(',')}
            required={required && files.length === 0}
            onBlur={onBlur}
            onChange={e => {
              take([...(e.currentTarget.files ?? [])])
              e.currentTarget.value = ''
            }}
          />
        </label>
      )}
      {phone && takesPictures(field) && (files.length === 0 || field.many) && (
        <label className={css.dropArea}>
          <Icon name="upload" size={16} />
          <span className={css.link}>{t('fields.camera')}</span>
          <input
            type="file"
            className={css.unseen}
            accept="image/*"
            capture="environment"
            aria-label={`${field.title}: ${t('fields.camera')}`}
            onChange={e => {
              take([...(e.currentTarget.files ?? [])])
              e.currentTarget.value = ''
            }}
          />
        </label>
      )}
      {refused.map(fault => (
        <p key={fault.name} role="alert" className={css.fault}>
          {fault.code === 'tooBig'
            ? t('fields.tooBig', { name: fault.name, size: bytes(field.maxSize ?? 0) })
            : t('fields.wrongSort', {
                name: fault.name,
                sorts: sortsOf(field.accept ?? [], family => t(familyKey(family))),
              })}
        </p>
      ))}
    </div>
  )
}

/** A phone offers its camera where a picture will do. */
const takesPictures = (field: InputProps['field']) =>
  !field.accept?.length || field.accept.some(sort => sort.startsWith('image/'))

const familyKey = (family: string) =>
  family === 'image' || family === 'video' || family === 'audio'
    ? (`fields.sorts.${family}` as const)
    : 'fields.sorts.other'

function View({ value, home, inline, refs }: ViewProps) {
  const files = filesOf(value)
  if (files.length === 0) return <Empty />
  return (
    <span className={inline ? css.tags : css.fileLinks}>
      {files.map(file => {
        const stored = isFile(file) ? file.name : file
        const title = isFile(file) ? file.name : nameOf(file, refs)
        return (
          <span key={stored} className={css.fileLink}>
            {!inline && <FileMark name={title} />}
            {home && !isFile(file) ? (
              <FileLink slug={home.slug} id={home.id} name={file} title={title} className={css.link} />
            ) : (
              <span>{title}</span>
            )}
          </span>
        )
      })}
    </span>
  )
}

export const file: FieldKind = { Input, View }
