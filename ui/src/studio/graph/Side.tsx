import { ActionIcon, Button } from '@mantine/core'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslation } from '../../i18n'
import { problemText } from '../problems/text'
import { useBoard } from './board'
import { isWritten, type Kind } from './edits'
import css from './side.module.css'
import { TitleInput } from './TitleInput'

interface Props {
  kind: Kind
  id: string
  title: string
  onClose: (key: string) => void
  onRemove: () => void
  tools?: ReactNode // beside the bin
  children: ReactNode
}

/** The panel of what is chosen: what it is, its properties, what else uses it. */
export function Side({ kind, id, title, onClose, onRemove, tools, children }: Props) {
  const { t } = useTranslation()
  const { type, found } = useBoard()
  const { own } = found(kind, id)
  return (
    <aside
      className={css.side}
      aria-label={t(`studioGraph.kinds.${kind}`)}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.defaultPrevented || closesItself(event)) return
        event.stopPropagation()
        onClose(id)
      }}
    >
      <header className={css.head}>
        <span className={css.kind}>{t(`studioGraph.kinds.${kind}`)}</span>
        {!isWritten(type.own, kind, id) && <span className={css.from}>{t('studioGraph.inherited')}</span>}
        <code className={css.key}>{id}</code>
        <ActionIcon aria-label={t('studioGraph.close')} onClick={() => onClose(id)}>
          <IconX size={17} stroke={1.8} />
        </ActionIcon>
      </header>
      <div className={css.body}>
        <div className={css.part}>
          <TitleInput kind={kind} id={id} title={title} onLeave={onClose} />
          {own.map((problem, at) => (
            <p key={at} className={css.problem} data-severity={problem.severity}>
              {problemText(problem)}
            </p>
          ))}
        </div>
        {children}
      </div>
      <footer className={css.foot}>
        {tools}
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={15} stroke={1.8} aria-hidden />}
          onClick={onRemove}
          className={css.bin}
        >
          {t(`studioGraph.remove.${kind}`)}
        </Button>
      </footer>
    </aside>
  )
}

/** An open list or menu takes Escape for itself. */
const closesItself = ({ target, currentTarget }: KeyboardEvent<HTMLElement>): boolean =>
  target instanceof HTMLElement && (!currentTarget.contains(target) || target.getAttribute('aria-expanded') === 'true')
