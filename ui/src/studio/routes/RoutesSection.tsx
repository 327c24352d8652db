import { Button, SegmentedControl } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import { fileOf, object, titleOf } from '../doc/config'
import { set } from '../doc/edit'
import { freeKey } from '../doc/keys'
import { Panel } from '../panel/Panel'
import { Split } from '../parts/Split'
import { InFile } from '../sections/FilePanel'
import { useEdit, useTypeFile } from '../shell/context'
import { useFocus, useShownFile } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import css from './routes.module.css'
import { StepCards } from './StepCards'
import { StepGrid } from './StepGrid'
import { whereAsked } from './steps'

type View = 'steps' | 'matrix'

/** Who agrees to a record, in which order: as a chain of steps, or as a matrix of authority. */
export default function RoutesSection({ pack, type: key }: SectionProps) {
  const { t } = useTranslation()
  const type = useTypeFile(pack, key)
  const file = fileOf.type(pack, key)
  const edit = useEdit(file)
  useShownFile(file)
  const routes = object(type?.whole.approvals)
  const keys = Object.keys(routes)
  const focus = useFocus(file)
  const [chosen, setChosen] = useState<string | null>(null)
  const [step, setStep] = useState<string | null>(null)
  const [view, setView] = useState<View>('steps')
  useEffect(() => {
    if (focus?.[0] !== 'approvals') return
    setChosen(String(focus[1] ?? ''))
    setStep(focus[2] === 'steps' && focus[3] !== undefined ? String(focus[3]) : null)
  }, [focus])
  const route = keys.find(k => k === chosen) ?? keys[0]
  const steps = object(object(route ? routes[route] : undefined).steps)
  const open = step !== null && step in steps ? step : null

  function addRoute() {
    const name = freeKey('main', keys)
    const { state, outcomes } = whereAsked(type)
    const route = {
      title: t('studioRoutes.first', { title: type?.title ?? '' }),
      in: state,
      on: outcomes,
      steps: { head: { title: t('studioRoutes.firstStep'), who: 'head(author.department)' } },
    }
    edit(text => set(text, ['approvals', name], route), `route ${name}`)
    setChosen(name)
    setStep(null)
  }

  const add = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
      onClick={addRoute}
    >
      {t('studioRoutes.add')}
    </Button>
  )
  if (!route) {
    return (
      <EmptyState title={t('studioRoutes.none')} actions={add}>
        {t('studioRoutes.noneBody')}
      </EmptyState>
    )
  }
  const path = ['approvals', route]
  return (
    <InFile file={file} pack={pack} type={key}>
      <Split
        label={t('studioRoutes.properties')}
        side={
          <>
            <h2 className={css.sideTitle}>
              {open ? titleOf(steps[open], open) : titleOf(routes[route], route)}
              <code>{open ?? route}</code>
            </h2>
            {open ? (
              <>
                <Button variant="subtle" size="xs" onClick={() => setStep(null)}>
                  {t('studioRoutes.toRoute')}
                </Button>
                <Panel key={open} decl="step" path={[...path, 'steps', open]} />
              </>
            ) : (
              <Panel key={route} decl="route" path={path} skip={['steps']} />
            )}
          </>
        }
      >
        <div className={css.bar}>
          {keys.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t('studioRoutes.routes')}
              data={keys.map(k => ({ value: k, label: titleOf(routes[k], k) }))}
              value={route}
              onChange={k => {
                setChosen(k)
                setStep(null)
              }}
            />
          )}
          {add}
          <SegmentedControl
            size="xs"
            aria-label={t('studioRoutes.view')}
            data={[
              { value: 'steps', label: t('studioRoutes.steps') },
              { value: 'matrix', label: t('studioRoutes.matrix') },
            ]}
            value={view}
            onChange={next => setView(next as View)}
          />
        </div>
        {view === 'steps' ? (
          <StepCards path={[...path, 'steps']} steps={steps} open={open} onOpen={setStep} />
        ) : (
          <StepGrid path={[...path, 'steps']} steps={steps} onOpen={setStep} />
        )}
      </Split>
    </InFile>
  )
}
