import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs'
import IconError from '@tabler/icons-react/dist/esm/icons/IconExclamationCircle.mjs'
import IconFunnel from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { useBoard } from './board'
import css from './graph.module.css'
import type { Step } from './life'

/** What kind of transition it is: with conditions, by itself, by editing, broken. */
export function StepMarks({ step }: { step: Step }) {
  const { found } = useBoard()
  const { errors, warnings } = found('transition', step.key)
  if (!step.onEdit && !step.byItself && step.guards + errors + warnings === 0) return null
  return (
    <span className={css.marks} aria-hidden>
      {step.onEdit && <IconPencil size={12} stroke={1.8} />}
      {step.byItself && <IconBolt size={12} stroke={1.8} className={css.bolt} />}
      {step.guards > 0 && (
        <>
          <IconFunnel size={12} stroke={1.8} />
          {step.guards}
        </>
      )}
      {errors + warnings > 0 && <IconError size={13} stroke={2} className={errors ? css.bad : css.warn} />}
    </span>
  )
}
