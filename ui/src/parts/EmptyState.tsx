import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import classes from './states.module.css'

interface Props {
  title: string
  children?: React.ReactNode // one or two sentences
  actions?: React.ReactNode
  icon?: React.ReactNode
  tone?: 'plain' | 'warn' | 'bad'
}

/** What will be here and how to begin. Left-aligned, no picture. */
export function EmptyState({ title, children, actions, icon, tone = 'plain' }: Props) {
  return (
    <section className={classes.state}>
      <span className={classes.icon} data-tone={tone} aria-hidden>
        {icon ?? <IconInbox size={26} stroke={1.5} />}
      </span>
      <h2 className={classes.title}>{title}</h2>
      {children && <div className={classes.body}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </section>
  )
}
