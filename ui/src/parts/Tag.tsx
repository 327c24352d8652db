import classes from './chips.module.css'

interface Props {
  tone?: 'plain' | 'ok' | 'warn' | 'bad' | 'you'
  children: React.ReactNode
}

export function Tag({ tone = 'plain', children }: Props) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  )
}
