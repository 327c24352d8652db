import { ActionIcon, Button, Tooltip } from '@mantine/core'
import IconUndo from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconRedo from '@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs'
import IconJson from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconMenu from '@tabler/icons-react/dist/esm/icons/IconMenu2.mjs'
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { type ReactNode, useEffect } from 'react'
import type { Why } from '../../api/types'
import { useTranslation } from '../../i18n'
import { useFormat } from '../../i18n/locale'
import { useKeys } from '../../keys/useKeys'
import { WhyButton } from '../../parts'
import type { Studio } from '../draft/store'
import { useConfig, useDraft, useStudio } from './context'
import css from './frame.module.css'
import { liveDraft } from './remember'

interface Props {
  onMenu: () => void
  json: boolean
  onJson?: () => void // there is a file to show
}

/** Where one is, what the draft stands at, and the way into force. */
export function Top({ onMenu, json, onJson }: Props) {
  const { t } = useTranslation()
  const store = useDraft()
  const { changes } = useStudio()
  return (
    <header className={css.top}>
      <ActionIcon className={css.burger} aria-label={t('studio.menu')} onClick={onMenu}>
        <IconMenu size={18} stroke={1.8} />
      </ActionIcon>
      <Crumbs />
      <ProblemCount />
      <DraftState />
      <Tool label={t('studio.undo')} off={changes.done.length === 0} onClick={store.undo}>
        <IconUndo size={17} stroke={1.8} />
      </Tool>
      <Tool label={t('studio.redo')} off={changes.undone.length === 0} onClick={store.redo}>
        <IconRedo size={17} stroke={1.8} />
      </Tool>
      {onJson && (
        <Tool label={json ? t('studio.json.hide') : t('studio.json.show')} pressed={json} onClick={onJson}>
          <IconJson size={17} stroke={1.8} />
        </Tool>
      )}
      <Play />
      <Publish />
    </header>
  )
}

interface ToolProps {
  label: string
  off?: boolean
  pressed?: boolean
  onClick: () => void
  children: ReactNode
}

function Tool({ label, off = false, pressed, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-disabled={off || undefined}
        aria-pressed={pressed}
        data-disabled={off || undefined}
        onClick={() => !off && onClick()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

const places = ['publish', 'history', 'play', 'past', 'walk', 'unused'] as const

function Crumbs() {
  const { t } = useTranslation()
  const { draft = liveDraft, pack, type, section } = useParams({ strict: false })
  const config = useConfig()
  const typed = pack && type ? config.type(type, pack) : undefined
  const chosen = pack ? config.pack(pack) : undefined
  const last = section ? t(`studio.sections.${section as 'form'}`, { defaultValue: '' }) : ''
  const page = useLocation({ select: l => places.find(name => l.pathname.endsWith(`/${name}`)) })
  const here = last || t(`studio.places.${page ?? 'overview'}`)
  useEffect(() => {
    document.title = [here, typed?.title ?? chosen?.title, t('studio.title')].filter(Boolean).join(' · ')
  }, [here, typed?.title, chosen?.title, t])
  return (
    <ol className={css.crumbs}>
      {chosen && pack && (
        <li>
          <Link to="/studio/$draft/p/$pack/$section" params={{ draft, pack, section: 'types' }}>
            {chosen.title}
          </Link>
          <IconChevronRight size={14} stroke={1.8} aria-hidden />
        </li>
      )}
      {typed && (
        <li>
          <span>{typed.title}</span>
          <IconChevronRight size={14} stroke={1.8} aria-hidden />
        </li>
      )}
      <li>
        <h1 className={css.here}>{here}</h1>
      </li>
    </ol>
  )
}

function ProblemCount() {
  const { t } = useTranslation()
  const { problems } = useStudio()
  if (!problems) return null
  const errors = problems.filter(p => p.severity === 'error').length
  const warnings = problems.length - errors
  const tone = errors ? 'bad' : warnings ? 'warn' : 'ok'
  return (
    <span className={css.count} data-tone={tone} role="status">
      {errors > 0 ? t('studio.problems.errors', { count: errors }) : t('studio.problems.none')}
      {errors === 0 && warnings > 0 && ` · ${t('studio.problems.warnings', { count: warnings })}`}
    </span>
  )
}

function DraftState() {
  const { t } = useTranslation()
  const f = useFormat()
  const store = useDraft()
  const { draft, changes, saving, savedAt } = useStudio()
  const count = Object.keys(changes.files).length
  if (!draft && count === 0) return <span className={css.state}>{t('studio.status.live')}</span>
  const how = saving === 'saved' && savedAt ? t('studio.status.saved', { time: f.time(savedAt) }) : ''
  return (
    <span className={css.state} data-bad={saving === 'failed' || saving === 'conflict' || undefined}>
      {t('studio.status.changes', { count })} · {how || (saving !== 'saved' && t(`studio.status.${saving}`))}
      {saving === 'failed' && (
        <Button variant="subtle" size="xs" onClick={() => void store.flush()}>
          {t('studio.status.retry')}
        </Button>
      )}
    </span>
  )
}

function Play() {
  const { t } = useTranslation()
  const { draft = liveDraft } = useParams({ strict: false })
  const navigate = useNavigate()
  return (
    <Button variant="default" onClick={() => void navigate({ to: '/studio/$draft/play', params: { draft } })}>
      {t('studio.play')}
    </Button>
  )
}

function Publish() {
  const { t } = useTranslation()
  const { draft: id = liveDraft } = useParams({ strict: false })
  const state = useStudio()
  const navigate = useNavigate()
  const why = whyNot(state, t)
  const open = () => void navigate({ to: '/studio/$draft/publish', params: { draft: id } })
  useKeys({ 'Ctrl+Shift+KeyP': open }, why === null)
  if (why) return <WhyButton label={t('studio.publish')} why={why} />
  return <Button onClick={open}>{t('studio.publish')}</Button>
}

/** What keeps a draft from being published; null when nothing does. */
export function whyNot({ draft, changes, problems, conflicts }: Studio, t: TFunction): Why | null {
  const errors = (problems ?? []).filter(p => p.severity === 'error').length
  const texts = [
    Object.keys(changes.files).length === 0 && t('studio.publishWhy.nothing'),
    errors > 0 && t('studio.publishWhy.errors', { count: errors }),
    conflicts.length > 0 && t('studio.publishWhy.conflict'),
    draft?.behind === true && t('studio.publishWhy.behind'),
  ].filter(text => text !== false)
  if (texts.length === 0) return null
  const failed = texts.map(text => ({ kind: 'rule' as const, text, code: 'draft' }))
  return { failed, passed: [], who: [], whoMore: 0, fix: [] }
}
