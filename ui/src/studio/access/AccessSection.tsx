import { fileOf } from '../doc/config'
import { FilePanel } from '../sections/FilePanel'
import type { SectionProps } from '../shell/sections'

export default function AccessSection({ pack, type }: SectionProps) {
  return (
    <FilePanel file={fileOf.type(pack, type)} pack={pack} type={type} decl="type" only={['access', 'edit', 'deny']} />
  )
}
