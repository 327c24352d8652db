import { ActionIcon, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../api/fault'
import { useOptions } from '../api/hooks'
import { keys } from '../api/keys'
import type { Card, Comment, FaultBody, RefInfo, TypeMeta } from '../api/types'
import { useFaultText } from '../fields/fault_text'
import { Icon } from '../fields/Icon'
import { OptionLine } from '../fields/RefTitle'
import { Intent } from '../form/send'
import { upload } from '../form/upload'
import { useFormat } from '../i18n/locale'
import { Keycap } from '../parts'
import { attach, maxFiles, maxSize, pasted } from './attach'
import { WaitingFiles } from './CommentFiles'
import css from './feed.module.css'
import { askingAt, insertMention, type Mentioned, wireComment } from './mention'
import { peopleField, personOf } from './people'

interface Props {
  type: TypeMeta
  card: Card
  reply: Comment | null
  onReply: (comment: Comment | null) => void
  box: RefObject<HTMLTextAreaElement | null>
}

/** Writing a comment. «@» looks for a colleague, files are chosen, pasted or dropped; what could not be sent stays. */
export function Composer({ type, card, reply, onReply, box }: Props) {
  const { t } = useTranslation()
  const { bytes } = useFormat()
  const faultText = useFaultText()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [caret, setCaret] = useState(0)
  const [people, setPeople] = useState<Mentioned[]>([])
  const [files, setFiles] = useState<File[]>([])
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const [percent, setPercent] = useState<number | null>(null)
  const [told, setTold] = useState<{ bad: boolean; text: string } | null>(null)
  const intent = useRef(new Intent())
  const picker = useRef<HTMLInputElement>(null)
  const field = peopleField(type)
  const asking = field ? askingAt(text, caret) : null
  const found = useOptions(type.slug, { field: field ?? '', q: asking?.q ?? '' }, asking !== null)
  const list = useMentionList(asking ? (found.data?.options ?? []).slice(0, 7) : [])

  const put = (next: { text: string; caret: number }) => {
    setText(next.text)
    setCaret(next.caret)
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const choose = (person: RefInfo) => {
    if (!asking) return
    setPeople(old => [...old, { id: person.id, name: person.title }])
    put(insertMention(text, asking, caret, person))
  }
  const openList = () =>
    put({
      text: `${text.slice(0, caret)}${/\s$|^$/.test(text.slice(0, caret)) ? '' : ' '}@${text.slice(caret)}`,
      caret: caret + (/\s$|^$/.test(text.slice(0, caret)) ? 1 : 2),
    })

  const take = (chosen: File[]) => {
    const { files: next, refused } = attach(files, chosen)
    setFiles(next)
    if (refused?.code === 'tooMany') setTold({ bad: true, text: t('record.attachMany', { count: maxFiles }) })
    else if (refused) setTold({ bad: true, text: t('fields.tooBig', { name: refused.name, size: bytes(maxSize) }) })
    else setTold(null)
  }
  const onPaste = (e: ClipboardEvent) => {
    const found = pasted(e.clipboardData)
    if (found.length === 0) return
    e.preventDefault()
    take(found)
  }
  const dropZone = {
    onDragOver: (e: DragEvent) => {
      if (!e.dataTransfer.types.includes('Files')) return
      e.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (e: DragEvent) => {
      if (e.dataTransfer.files.length === 0) return
      e.preventDefault()
      setOver(false)
      take([...e.dataTransfer.files])
    },
  }

  async function send() {
    const wire = wireComment(text, people)
    if (busy || (wire.text === '' && files.length === 0)) return
    setBusy(true)
    setTold(null)
    const body = { ...wire, ...(reply ? { reply: reply.id } : {}) }
    const parts = files.map(file => ['files', file] as [string, File])
    try {
      const path = `/comments/${type.slug}/${card.row.id}`
      const answer = await upload<{ warnings?: FaultBody[] }>('post', path, body, {
        files: parts,
        key: intent.current.keyFor(body, parts),
        onProgress: setPercent,
      })
      intent.current.done()
      setText('')
      setPeople([])
      setFiles([])
      onReply(null)
      if (answer.warnings?.length)
        setTold({ bad: false, text: `${t('record.commentWarned')}. ${answer.warnings.map(faultText).join(' ')}` })
      await client.invalidateQueries({ queryKey: keys.comments(type.slug, card.row.id) })
    } catch (error) {
      setTold({ bad: true, text: `${t('record.commentFailed')}. ${errorText(error, t)}` })
    } finally {
      setBusy(false)
      setPercent(null)
    }
  }

  const onKey = (e: KeyboardEvent) => {
    if (asking && list.onKey(e, choose)) return
    if (e.key === 'Escape' && asking) {
      e.stopPropagation()
      setCaret(-1)
    } else if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      void send()
    }
  }
  return (
    <div className={css.composer} data-over={over || undefined} {...dropZone}>
      {reply && (
        <p className={css.replying}>
          {t('record.replyTo', { name: personOf(reply.by, card.refs)?.title ?? '' })}
          <ActionIcon size="sm" onClick={() => onReply(null)} aria-label={t('record.dropReply')}>
            <Icon name="x" size={14} />
          </ActionIcon>
        </p>
      )}
      <textarea
        ref={box}
        className={css.area}
        value={text}
        rows={Math.min(10, Math.max(1, text.split('\n').length))}
        placeholder={t('record.commentHint')}
        aria-label={t('record.comment')}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={list.open ? list.id : undefined}
        aria-activedescendant={list.active}
        onChange={e => {
          setText(e.currentTarget.value)
          setCaret(e.currentTarget.selectionStart)
        }}
        onSelect={e => setCaret(e.currentTarget.selectionStart)}
        onKeyDown={onKey}
        onPaste={onPaste}
      />
      <WaitingFiles files={files} onDrop={at => setFiles(files.filter((_, i) => i !== at))} />
      {list.open && (
        <div id={list.id} role="listbox" aria-label={t('record.mentionList')} className={css.mentions}>
          {list.options.map((person, i) => (
            <div
              key={person.id}
              id={`${list.id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === list.at}
              className={css.mentionOption}
              // mousedown, not click: the caret must not leave the text
              onMouseDown={e => {
                e.preventDefault()
                choose(person)
              }}
            >
              <OptionLine info={person} />
            </div>
          ))}
        </div>
      )}
      <div className={css.composerBar}>
        {field && (
          <ActionIcon size={30} onClick={openList} aria-label={t('record.mention')} title={t('record.mention')}>
            <Icon name="at" size={17} />
          </ActionIcon>
        )}
        <ActionIcon
          size={30}
          onClick={() => picker.current?.click()}
          aria-label={t('record.attach')}
          title={t('record.attach')}
        >
          <Icon name="clip" size={17} />
        </ActionIcon>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={e => {
            take([...(e.currentTarget.files ?? [])])
            e.currentTarget.value = ''
            box.current?.focus()
          }}
        />
        <span className={css.told} data-bad={told?.bad || undefined} role="status">
          {percent !== null && percent < 100 ? t('form.uploading', { percent }) : told?.text}
        </span>
        <Button
          variant="default"
          loading={busy}
          loaderProps={{ type: 'dots' }}
          onClick={() => void send()}
          aria-disabled={text.trim() === '' && files.length === 0}
          rightSection={<Keycap on="fill">Ctrl ↵</Keycap>}
          aria-keyshortcuts="Control+Enter"
        >
          {t('record.commentSend')}
        </Button>
      </div>
    </div>
  )
}

function useMentionList(options: RefInfo[]) {
  const id = useId()
  const [picked, setPicked] = useState(0)
  const at = Math.min(picked, Math.max(0, options.length - 1))
  const open = options.length > 0
  return {
    id,
    at,
    open,
    options,
    active: open ? `${id}-${at}` : undefined,
    /** True when the key belonged to the list. */
    onKey: (e: KeyboardEvent, choose: (person: RefInfo) => void): boolean => {
      if (!open) return false
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
        setPicked((at + (e.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length)
      } else if ((e.key === 'Enter' && !e.ctrlKey) || e.key === 'Tab') {
        const person = options[at]
        if (person) choose(person)
        setPicked(0)
      } else return false
      e.preventDefault()
      return true
    },
  }
}
