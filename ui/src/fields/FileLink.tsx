import { fileUrl } from '../api/pb'
import { useFileToken } from './useFileToken'

interface Props {
  slug: string
  id: string
  /** Under which it is stored. */
  name: string
  /** By which people know it. */
  title: string
  className?: string | undefined
}

/** A stored file by the name that it was given. */
export function FileLink({ slug, id, name, title, className }: Props) {
  const token = useFileToken()
  return (
    <a href={fileUrl(slug, id, name, token)} className={className} target="_blank" rel="noreferrer noopener">
      {title}
    </a>
  )
}
