import { Link } from '@tanstack/react-router'
import type { Home, Mention, Phase, Refs } from '../api/types'
import { useTranslation } from '../i18n'
import { nameBeside } from '../lib/name'
import { isOwed } from '../lib/phase'
import { Ago, Avatar, StatusChip } from '../parts'
import classes from './home.module.css'
import { mentionParts } from './mention'

const shown = 5

/** Beside the queue: where my own requests are, and who called me. */
export function Side({ home }: { home: Home }) {
  const { t } = useTranslation()
  const fresh = home.mentions.filter(m => m.unread).length
  const mine = [...home.mine.filter(i => isOwed(i.phase)), ...home.mine.filter(i => !isOwed(i.phase))].slice(0, shown)
  return (
    <aside className={classes.side}>
      <section aria-labelledby="mine">
        <header className={classes.sideHead}>
          <h2 id="mine">{t('home.mine')}</h2>
          {home.mine.length > 0 && (
            <Link to="/inbox" search={{ tab: 'mine' }}>
              {t('home.mineAll')}
            </Link>
          )}
        </header>
        {home.mine.length === 0 && <p className={classes.none}>{t('home.mineEmpty')}</p>}
        {mine.map(item => (
          <article key={item.id} className={classes.mine}>
            <Link to="/t/$slug/$id" params={{ slug: item.type, id: item.id }} search={{}} className={classes.title}>
              {nameBeside(item.number, item.title)}
            </Link>
            <div className={classes.way}>
              <StatusChip phase={item.phase} title={item.statusTitle} />
              <Way steps={item.steps} current={item.current} />
            </div>
            <p className={classes.from}>
              {[item.number, item.assignee && home.refs[item.assignee]?.title]
                .filter(Boolean)
                .map(part => `${part} · `)}
              <Ago value={item.updated} />
            </p>
          </article>
        ))}
      </section>
      <section aria-labelledby="mentions">
        <header className={classes.sideHead}>
          <h2 id="mentions">{t('home.mentions')}</h2>
          {fresh > 0 && <span>{t('home.mentionsNew', { count: fresh })}</span>}
        </header>
        {home.mentions.length === 0 && <p className={classes.none}>{t('home.mentionsEmpty')}</p>}
        {home.mentions.map(m => (
          <MentionRow key={m.id} mention={m} refs={home.refs} />
        ))}
      </section>
    </aside>
  )
}

/** The way of a request: walked, here, ahead. */
function Way({ steps, current }: { steps: Phase[]; current: number }) {
  return (
    <span className={classes.steps} aria-hidden>
      {steps.map((phase, i) => (
        <span
          key={i}
          style={
            i < current
              ? { background: 'var(--k-bar2)' }
              : i === current
                ? { background: `var(--k-${phase})` }
                : undefined
          }
        />
      ))}
    </span>
  )
}

function MentionRow({ mention, refs }: { mention: Mention; refs: Refs }) {
  const by = refs[mention.by]
  return (
    <Link
      to="/t/$slug/$id"
      params={{ slug: mention.type, id: mention.record }}
      search={{}}
      className={classes.mention}
      title={mention.title}
    >
      <Avatar name={by?.title ?? ''} id={mention.by} size={24} />
      <span className={classes.mentionHead}>
        <b>{by?.title}</b>
        <Ago value={mention.at} />
      </span>
      <span className={classes.mentionText}>
        {mentionParts(mention.text).map((part, i) =>
          part.person ? <mark key={i}>@{part.text}</mark> : <span key={i}>{part.text}</span>,
        )}
      </span>
    </Link>
  )
}
