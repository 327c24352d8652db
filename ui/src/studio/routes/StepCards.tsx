import { ActionIcon, Button } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import type { KeyboardEvent } from 'react'
import { useTranslation } from '../../i18n'
import { text, titleOf } from '../doc/config'
import type { JsonObject, Path } from '../doc/json'
import { isUnder, usePanelFile, usePlaced } from '../panel/place'
import { peopleSaid, spanSaid } from '../parts/said'
import { useConfig } from '../shell/context'
import css from './routes.module.css'
import { modeOf, type Step, stages } from './steps'
import { useSteps } from './useSteps'

interface Props {
  path: Path
  steps: JsonObject
  open: string | null
  onOpen: (key: string) => void
}

/** Steps from the first to the last; those asked at the same time stand beside each other. */
export function StepCards({ path, steps, open, onOpen }: Props) {
  const { t } = useTranslation()
  const edit = useSteps(path, steps)
  const add = (
    <Button
      variant="subtle"
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
      onClick={() => onOpen(edit.add())}
    >
      {t('studioRoutes.addStep')}
    </Button>
  )
  return (
    <>
      <ol className={css.stages}>
        {stages(steps).map((stage, at) => (
          <li key={stage[0]?.key} className={css.stage}>
            <span className={css.number} aria-hidden>
              {at + 1}
            </span>
            <ul className={css.together}>
              {stage.map(step => (
                <Card
                  key={step.key}
                  step={step}
                  path={[...path, step.key]}
                  open={open === step.key}
                  onOpen={() => onOpen(step.key)}
                  onMove={by => edit.move(step.key, by)}
                  onRemove={() => edit.remove(step.key)}
                />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {add}
    </>
  )
}

interface CardProps {
  step: Step
  path: Path
  open: boolean
  onOpen: () => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function Card({ step, path, open, onOpen, onMove, onRemove }: CardProps) {
  const { t } = useTranslation()
  const config = useConfig()
  const { file, pack, type } = usePanelFile()
  const broken = usePlaced(file).some(p => p.problem.severity === 'error' && isUnder(p.path, path))
  const title = titleOf(step.decl, step.key)
  const mode = modeOf(step.decl.mode)
  const onKey = (e: KeyboardEvent) => {
    const by = e.altKey && e.key === 'ArrowUp' ? -1 : e.altKey && e.key === 'ArrowDown' ? 1 : 0
    if (by !== 0) onMove(by)
    else if (e.key === 'Delete') onRemove()
    else return
    e.preventDefault()
  }
  return (
    <li className={css.card} data-open={open || undefined} data-broken={broken || undefined}>
      <button type="button" className={css.face} aria-pressed={open} onClick={onOpen} onKeyDown={onKey}>
        <b>{title}</b>
        <span className={css.who}>
          {peopleSaid(step.decl.who, config, pack, type, t)
            .map(one => one.text)
            .join(', ') || t('studioRoutes.nobody')}
        </span>
        {mode.kind !== 'any' && (
          <span className={css.fact}>{t(`studioRoutes.modes.${mode.kind}`, { of: mode.of })}</span>
        )}
        {text(step.decl.when) && (
          <span className={css.when}>
            {t('studioRoutes.only')} <code>{text(step.decl.when)}</code>
          </span>
        )}
        {step.decl.target !== undefined && (
          <span className={css.fact}>{t('studioRoutes.target', { span: spanSaid(step.decl.target, t) })}</span>
        )}
        {step.decl.locked === true && <span className={css.fact}>{t('studioRoutes.locked')}</span>}
      </button>
      <span className={css.tools}>
        <ActionIcon size="sm" aria-label={t('studioRoutes.earlier', { title })} onClick={() => onMove(-1)}>
          <IconArrowUp size={14} stroke={1.8} />
        </ActionIcon>
        <ActionIcon size="sm" aria-label={t('studioRoutes.later', { title })} onClick={() => onMove(1)}>
          <IconArrowDown size={14} stroke={1.8} />
        </ActionIcon>
        <ActionIcon size="sm" aria-label={t('studioRoutes.drop', { title })} onClick={onRemove}>
          <IconTrash size={14} stroke={1.8} />
        </ActionIcon>
      </span>
    </li>
  )
}
