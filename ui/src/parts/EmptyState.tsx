import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import classes from './states.module.css'

interface Props {
  title: string
  children?: React.ReactNode // one or two sentences
  actions?: React.ReactNode
  icon?: React.ReactNode
  tone?: 'plain' | 'warn' | 'bad'
  main?: boolean // it is the whole page: its title is the heading of the page
}

/** What will be here and how to begin. Left-aligned, no picture. */
export function EmptyState({ title, children, actions, icon, tone = 'plain', main = false }: Props) {
  const Title = main ? 'h1' : 'h2'
  return (
    <section className={classes.state}>
      <span className={classes.icon} data-tone={tone} aria-hidden>
        {icon ?? <IconInbox size={26} stroke={1.5} />}
      </span>
      <Title className={classes.title}>{title}</Title>
      {children && <div className={classes.body}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </section>
  )
}
