import { useTranslation } from '../../i18n'
import { useBoard } from './board'
import { stateOf, stepNamed } from './life'
import { markWord } from './marks'
import { isMark } from './shape'

/** Says boxes and lines in words. */
export function useNames() {
  const { t } = useTranslation()
  const { life, shape, found } = useBoard()
  const box = (id: string): string => (isMark(id) ? t(markWord[id]) : (stateOf(life, id)?.title ?? id))
  /** What follows the title of a transition. */
  const line = (arrow: string, key: string): string => {
    const step = stepNamed(life, key)
    const ends = shape.arrows.find(a => a.id === arrow)
    const { errors, warnings } = found('transition', key)
    return [
      t('studioGraph.stepFromTo', { from: box(ends?.from ?? ''), to: box(ends?.to ?? '') }),
      step?.byItself && t('studioGraph.legend.auto'),
      errors > 0 && t('studio.problems.errors', { count: errors }),
      warnings > 0 && t('studio.problems.warnings', { count: warnings }),
    ]
      .filter(Boolean)
      .join(', ')
  }
  return { box, line }
}
