import IconArrow from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconVote from '@tabler/icons-react/dist/esm/icons/IconRosetteDiscountCheck.mjs'
import IconWith from '@tabler/icons-react/dist/esm/icons/IconUserPlus.mjs'
import css from './access.module.css'

const icons = { read: IconEye, edit: IconPencil, act: IconArrow, vote: IconVote, idle: IconWith }

export type MarkKind = keyof typeof icons

/** One right as a sign, with how many. */
export function Mark({ kind, count }: { kind: MarkKind; count?: number }) {
  const Sign = icons[kind]
  return (
    <span className={css.mark} data-kind={kind}>
      <Sign size={13} stroke={1.9} aria-hidden />
      {count}
    </span>
  )
}
