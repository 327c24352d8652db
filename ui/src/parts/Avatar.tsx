import classes from './chips.module.css'
import { hueOf, initials } from './person'

interface Props {
  name: string
  id?: string
  size?: number
}

/** Initials in a circle. Always beside or instead of a name that is said elsewhere. */
export function Avatar({ name, id = name, size = 20 }: Props) {
  const fontSize = Math.max(8, Math.round(size * 0.42))
  return (
    <span className={classes.avatar} data-hue={hueOf(id)} style={{ width: size, height: size, fontSize }} aria-hidden>
      {initials(name) || '·'}
    </span>
  )
}
