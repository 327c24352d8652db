import { Link } from '@tanstack/react-router'
import { useMeta } from '../api/hooks'
import type { RefInfo } from '../api/types'
import { isEmpty, textsOf } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import { PEOPLE, refInfo } from './lookup'
import { RefTitle } from './RefTitle'
import type { ViewProps } from './types'

export function RefView({ field, value, refs, inline }: ViewProps) {
  const meta = useMeta()
  if (isEmpty(value)) return <Empty />
  const infos = textsOf(value).map(stored => refInfo(field, stored, refs, meta))
  return (
    <span className={field.many ? css.tags : undefined}>
      {infos.map(info => (
        <RefLink key={`${info.type}/${info.id}`} info={info} plain={inline} />
      ))}
    </span>
  )
}

/** Leads to the record where there is a page of it; people and vanished records are text. */
export function RefLink({ info, plain }: { info: RefInfo; plain?: boolean | undefined }) {
  const meta = useMeta()
  const known = info.type !== PEOPLE && meta.types.some(type => type.slug === info.type)
  if (plain || info.gone || !known) return <RefTitle info={info} />
  return (
    <Link to="/t/$slug/$id" params={{ slug: info.type, id: info.id }} className={css.link}>
      {info.title}
    </Link>
  )
}
