import { fileOf } from '../doc/config'
import { FilePanel } from '../sections/FilePanel'
import type { SectionProps } from '../shell/sections'

export default function GraphSection({ pack, type }: SectionProps) {
  return <FilePanel file={fileOf.type(pack, type)} pack={pack} type={type} decl="type" only={['lifecycle']} />
}
