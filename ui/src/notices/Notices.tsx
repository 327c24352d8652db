import { Button, Drawer } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../api/client'
import { useNotices } from '../api/hooks'
import { keys } from '../api/keys'
import type { Notice } from '../api/types'
import { useTranslation } from '../i18n'
import { Ago, EmptyState, ErrorState, SkeletonRows } from '../parts'
import classes from './notices.module.css'

/** What concerns me, the newest first. Opening one marks it as read. */
export default function Notices({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useNotices()
  const items = query.data?.pages.flatMap(p => p.items) ?? []
  const unread = query.data?.pages[0]?.unread ?? 0
  const read = useMutation({
    mutationFn: (ids?: string[]) => api.post('/notifications/read', ids ? { ids } : {}),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notices }),
  })
  const open = (notice: Notice) => {
    if (notice.unread) read.mutate([notice.id])
    onClose()
  }
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={400}
      title={t('notices.title')}
      padding={0}
      attributes={{ content: { 'data-flush': true } }}
    >
      {unread > 0 && (
        <div className={classes.tools}>
          <Button variant="subtle" size="xs" loading={read.isPending} onClick={() => read.mutate(undefined)}>
            {t('notices.readAll')}
          </Button>
        </div>
      )}
      {query.isPending && <SkeletonRows rows={6} height={60} />}
      {query.error && items.length === 0 && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data && items.length === 0 && <EmptyState title={t('notices.empty')}>{t('notices.emptyBody')}</EmptyState>}
      <ul className={classes.list}>
        {items.map(notice => (
          <li key={notice.id}>
            <Link
              to="/t/$slug/$id"
              params={{ slug: notice.type, id: notice.record }}
              search={{}}
              className={classes.notice}
              data-unread={notice.unread || undefined}
              onClick={() => open(notice)}
            >
              <b>{notice.title}</b>
              <Ago value={notice.at} />
              <span>{notice.body}</span>
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="subtle" m={12} loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </Drawer>
  )
}
