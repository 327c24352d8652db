import { useQuery } from '@tanstack/react-query'
import { keys } from '../api/keys'
import { pb } from '../api/pb'

/** Links and pictures cannot send a header: they carry a token that lives three minutes, renewed while files are shown. */
const renewMs = 100_000

export const useFileToken = (): string | undefined =>
  useQuery({
    queryKey: keys.fileToken,
    queryFn: () => pb.files.getToken(),
    staleTime: renewMs,
    refetchInterval: renewMs,
    refetchIntervalInBackground: true,
  }).data
