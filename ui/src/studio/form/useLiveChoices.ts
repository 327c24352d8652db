import { useMemo } from 'react'
import { Config, object } from '../doc/config'
import type { Json, Path } from '../doc/json'
import { inWhole, usePanelFile } from '../panel/place'
import { useStudio } from '../shell/context'
import { choicesOf } from './choices'

/** The choices of a field as they are in force: records may hold them. */
export function useLiveChoices(path: Path): string[] {
  const { live } = useStudio()
  const { type } = usePanelFile()
  const where = JSON.stringify(path)
  return useMemo(() => {
    if (!type) return []
    const config = new Config(Object.keys(live.files), file => live.files[file])
    const whole: Json = config.type(type.key, type.pack)?.whole ?? {}
    return choicesOf(object(inWhole(whole, JSON.parse(where) as Path))).map(c => c.key)
  }, [live, type, where])
}
