import { ActionIcon, Button, Group, Menu, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { errorText } from '../api/fault'
import { keys } from '../api/keys'
import type { Card, PaperMeta, TypeMeta } from '../api/types'
import { Icon } from '../fields/Icon'
import { nameBeside } from '../lib/name'
import { Deadline, Tag } from '../parts'
import { dueOf, headTags } from './cells'
import { issuePaper, openPaper } from './papers'
import css from './record.module.css'

interface Props {
  type: TypeMeta
  card: Card
  onCopyLink: () => void
  ref?: Ref<HTMLElement>
}

/** Title, number, what is urgent about it, and what can be done with the page itself. */
export function CardHead({ type, card, onCopyLink, ref }: Props) {
  const { t } = useTranslation()
  const due = dueOf(type, card)
  return (
    <header ref={ref} className={css.head}>
      <h1 className={css.title}>{nameBeside(card.number, card.title)}</h1>
      {card.number && <span className={css.number}>{card.number}</span>}
      {headTags(type, card).map(tag => (
        <Tag key={tag.field.key}>
          <span className="k-vh">{tag.field.title}: </span>
          {tag.title}
        </Tag>
      ))}
      {due && <Deadline value={due} />}
      {card.archived && <Tag tone="warn">{t('record.archivedMark')}</Tag>}
      <span className={css.headTools}>
        <ActionIcon
          size={32}
          onClick={onCopyLink}
          aria-label={t('record.copyLink')}
          title={t('record.copyLink')}
          aria-keyshortcuts="L"
        >
          <Icon name="link" size={18} />
        </ActionIcon>
        <ActionIcon
          size={32}
          className={css.wideOnly}
          onClick={() => window.print()}
          aria-label={t('record.print')}
          title={t('record.print')}
        >
          <Icon name="print" size={18} />
        </ActionIcon>
        <CardMenu type={type} card={card} onCopyLink={onCopyLink} />
      </span>
    </header>
  )
}

/** What can be done with the record as a whole. */
export function CardMenu({ type, card, onCopyLink }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [archiving, setArchiving] = useState(false)
  const copy = () => void navigate({ to: `/t/${type.slug}/new`, search: { from: card.row.id } as never })
  return (
    <>
      <Menu position="bottom-end" transitionProps={{ duration: 120 }}>
        <Menu.Target>
          <ActionIcon size={32} aria-label={t('record.more')}>
            <Icon name="dots" size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {card.can.edit && (
            <Menu.Item
              leftSection={<Icon name="pencil" />}
              onClick={() => void navigate({ to: `/t/${type.slug}/${card.row.id}/edit` })}
            >
              {t('record.edit')}
            </Menu.Item>
          )}
          {type.creatable && (
            <Menu.Item leftSection={<Icon name="copy" />} onClick={copy}>
              {t('record.duplicate')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="link" />} onClick={onCopyLink}>
            {t('record.copyLink')}
          </Menu.Item>
          <Papers type={type} card={card} />
          {card.can.archive && (
            <Menu.Item leftSection={<Icon name="archive" />} onClick={() => setArchiving(true)}>
              {t('record.archive')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {archiving && <ArchiveDialog type={type} card={card} onClose={() => setArchiving(false)} />}
    </>
  )
}

/** Papers that may be made of the record; some of them are kept with it. */
function Papers({ type, card }: { type: TypeMeta; card: Card }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const papers = card.prints ?? []
  if (papers.length === 0) return null
  const attempt = (work: Promise<unknown>) =>
    work.catch(error => notifications.show({ color: 'red', message: errorText(error, t) }))
  const issue = async (paper: PaperMeta) => {
    await issuePaper(card, paper)
    await client.invalidateQueries({ queryKey: keys.card(type.slug, card.row.id) })
    notifications.show({ message: t('record.issued', { title: paper.title }) })
  }
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('record.print')}</Menu.Label>
      {papers.map(paper => (
        <Menu.Item
          key={paper.key}
          leftSection={<Icon name="print" />}
          onClick={() => void attempt(openPaper(card, paper))}
        >
          {paper.title}
        </Menu.Item>
      ))}
      {papers
        .filter(paper => paper.issues)
        .map(paper => (
          <Menu.Item key={`${paper.key}!`} onClick={() => void attempt(issue(paper))}>
            {t('record.issue', { title: paper.title })}
          </Menu.Item>
        ))}
      <Menu.Divider />
    </>
  )
}

function ArchiveDialog({ type, card, onClose }: { type: TypeMeta; card: Card; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState('')
  async function archive() {
    setBusy(true)
    try {
      await api.post(`/${type.slug}/${card.row.id}/archive`, { revision: card.revision })
      for (const queryKey of [keys.list(type.slug), keys.count(type.slug), keys.counts, keys.home, keys.inbox()])
        void client.invalidateQueries({ queryKey })
      notifications.show({ message: t('record.archivedDone') })
      await navigate({ to: '/t/$slug', params: { slug: type.slug }, search: {} })
    } catch (error) {
      setFailed(errorText(error, t))
      setBusy(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={t('record.archiveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('record.archiveBody', { title: card.number || card.title })}</p>
      {failed && (
        <p role="alert" className={css.cellFault}>
          {failed}
        </p>
      )}
      <Group gap="sm" mt="lg">
        <Button onClick={() => void archive()} loading={busy}>
          {t('record.archiveDo')}
        </Button>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
      </Group>
    </Modal>
  )
}
