import { fileUrl } from '../api/pb'
import { givenName } from './file_check'
import { useFileToken } from './useFileToken'

interface Props {
  slug: string
  id: string
  name: string
  className?: string | undefined
}

/** A stored file by the name that it was given. */
export function FileLink({ slug, id, name, className }: Props) {
  const token = useFileToken()
  return (
    <a href={fileUrl(slug, id, name, token)} className={className} target="_blank" rel="noreferrer noopener">
      {givenName(name)}
    </a>
  )
}
