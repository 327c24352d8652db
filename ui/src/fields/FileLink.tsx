import { useQuery } from '@tanstack/react-query'
import { keys } from '../api/keys'
import { fileUrl, pb } from '../api/pb'

/** A link cannot send a header: it carries a token that lives three minutes, renewed while files are on the screen. */
const renewMs = 100_000

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
  const token = useQuery({
    queryKey: keys.fileToken,
    queryFn: () => pb.files.getToken(),
    staleTime: renewMs,
    refetchInterval: renewMs,
    refetchIntervalInBackground: true,
  }).data
  return (
    <a href={fileUrl(slug, id, name, token)} className={className} target="_blank" rel="noreferrer noopener">
      {title}
    </a>
  )
}
