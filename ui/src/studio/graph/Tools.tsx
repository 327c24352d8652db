import { Button } from '@mantine/core'
import IconArrow from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import IconArrange from '@tabler/icons-react/dist/esm/icons/IconLayoutDistributeVertical.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useTranslation } from '../../i18n'
import { Keycap } from '../../parts'
import { useBoard } from './board'
import { useFit } from './fit'
import css from './graph.module.css'
import { useHand } from './hand'
import { useStateTools } from './useStateTools'

/** What can be added, and how the drawing is put in order. */
export function Tools({ onArrange }: { onArrange: () => void }) {
  const { t } = useTranslation()
  const { life } = useBoard()
  const hand = useHand()
  const showAll = useFit()
  const { add, source } = useStateTools()
  return (
    <div className={css.tools} role="toolbar" aria-label={t('studioGraph.tools')}>
      <Button
        variant="default"
        leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
        rightSection={<Keycap>N</Keycap>}
        onClick={add}
      >
        {t('studioGraph.state')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconArrow size={15} stroke={1.8} aria-hidden />}
        rightSection={<Keycap>T</Keycap>}
        onClick={() => hand.connect(source)}
        disabled={life.states.length === 0}
      >
        {t('studioGraph.stepFrom', { title: life.states.find(s => s.key === source)?.title ?? '' })}
      </Button>
      <Button
        variant="default"
        leftSection={<IconArrange size={15} stroke={1.8} aria-hidden />}
        onClick={() => {
          onArrange()
          showAll()
        }}
      >
        {t('studioGraph.arrange')}
      </Button>
    </div>
  )
}
