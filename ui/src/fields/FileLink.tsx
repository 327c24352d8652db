import { useQuery } from '@tanstack/react-query'
import { keys } from '../api/keys'
import { fileUrl, pb } from '../api/pb'
import { givenName } from './file_check'

/** A link cannot send a header: it carries a token that lives three minutes, renewed while files are on the screen. */
const renewMs = 100_000

interface Props {
  slug: string
  id: string
  name: string
  className?: string | undefined
}

/** A stored file by the name that it was given. */
export function FileLink({ slug, id, name, className }: Props) {
  const token = useQuery({
    queryKey: keys.fileToken,
    queryFn: () => pb.files.getToken(),
    staleTime: renewMs,
    refetchInterval: renewMs,
    refetchIntervalInBackground: true,
  }).data
  return (
    <a href={fileUrl(slug, id, name, token)} className={className} target="_blank" rel="noreferrer noopener">
      {givenName(name)}
    </a>
  )
}
