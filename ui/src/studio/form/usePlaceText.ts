import { titleOf } from '../doc/config'
import { useWords } from '../grammar/words'
import { useConfig } from '../shell/context'
import { useDesigner } from './designer'
import { properties } from './shape'
import type { Use } from './useUses'

const typeFile = /^schemas\/([^/]+)\/types\/([^/]+)\.json$/

/** Where something is named, in the words of people: «Разделы: money», «Счёт: Сумма, Показывать, если». */
export function usePlaceText(): (use: Use) => string {
  const config = useConfig()
  const words = useWords()
  const { type } = useDesigner()
  return ({ file, path }) => {
    const [, pack = '', key = ''] = typeFile.exec(file) ?? []
    const found = pack ? config.type(key, pack) : undefined
    if (!found) return file
    const [head = '', second = '', third = '', fourth = ''] = path.split(/[.[\]]+/)
    const inside =
      head === 'data' && second === 'properties'
        ? [titleOf(properties(found.whole)[third], third), fourth && words.label('field', fourth)]
        : [head === 'data' ? words.label('data', second) : words.label('type', head), head === 'data' ? '' : second]
    const place = inside.filter(Boolean).join(' · ')
    return found.ref === type.ref ? place : `${found.title}: ${place}`
  }
}
