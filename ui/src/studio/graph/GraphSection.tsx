import { Button } from '@mantine/core'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import { fileOf, type TypeFile } from '../doc/config'
import { InFile } from '../sections/FilePanel'
import { useTypeFile } from '../shell/context'
import { useShownFile } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import { BoardContext } from './board'
import { HandContext } from './hand'
import { Screen } from './Screen'
import { useHandling } from './useHandling'
import { useLife } from './useLife'

/** The life cycle of a type: drawn, in words, and the properties of what is chosen. */
export default function GraphSection({ pack, type: key }: SectionProps) {
  const file = fileOf.type(pack, key)
  const type = useTypeFile(pack, key)
  useShownFile(file)
  if (!type) return null
  return (
    <InFile file={file} pack={pack} type={key}>
      <Of type={type} />
    </InFile>
  )
}

function Of({ type }: { type: TypeFile }) {
  const { t } = useTranslation()
  const board = useLife(type)
  const hand = useHandling(board)
  if (board.life.states.length === 0) {
    return (
      <EmptyState
        title={t('studioGraph.none')}
        actions={<Button onClick={hand.actions.begin}>{t('studioGraph.begin')}</Button>}
      >
        {t('studioGraph.noneBody')}
      </EmptyState>
    )
  }
  return (
    <BoardContext value={board}>
      <HandContext value={hand}>
        <Screen />
      </HandContext>
    </BoardContext>
  )
}
