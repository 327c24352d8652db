import { SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n'
import { EmptyState } from '../../parts'
import type { TypeFile } from '../doc/config'
import { InFile } from '../sections/FilePanel'
import { useTypeFile } from '../shell/context'
import { useFocus, useShownFile } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import { Canvas } from './Canvas'
import { DesignerContext } from './designer'
import { EraseDialog } from './EraseDialog'
import css from './form.module.css'
import { Palette } from './Palette'
import { Preview } from './Preview'
import { Properties } from './Properties'
import { useFormDesigner } from './useFormDesigner'

/** Fields and form of a type: what there is, how it is divided, what a field says, and how others see it. */
export default function FormSection({ pack, type }: SectionProps) {
  const { t } = useTranslation()
  const found = useTypeFile(pack, type)
  if (!found) return <EmptyState title={t('studio.nothing')}>{t('studio.nothingBody')}</EmptyState>
  return (
    <InFile file={found.file} pack={pack} type={type}>
      <Opened type={found} />
    </InFile>
  )
}

type Pane = 'form' | 'properties' | 'preview'

function Opened({ type }: { type: TypeFile }) {
  const { t } = useTranslation()
  useShownFile(type.file)
  const [erasing, setErasing] = useState<string | null>(null)
  const [pane, setPane] = useState<Pane>('form')
  const [wide, setWide] = useState(false)
  const designer = useFormDesigner(type, setErasing)
  useAimed(type.file, designer.choose)
  const naming = designer.naming !== null
  useEffect(() => {
    if (naming) setPane('properties')
  }, [naming])
  return (
    <DesignerContext value={designer}>
      <div className={css.designer} data-pane={pane} data-wide={wide || undefined}>
        <div className={css.panes}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('studioForm.pane.label')}
            value={pane}
            onChange={value => setPane(value as Pane)}
            data={(['form', 'properties', 'preview'] as const).map(value => ({
              value,
              label: t(`studioForm.pane.${value}`),
            }))}
          />
        </div>
        <Palette />
        <Canvas />
        <Properties />
        <Preview wide={wide} onWide={setWide} />
        <p className={css.unseen} role="status">
          {designer.said}
        </p>
      </div>
      {erasing && <EraseDialog field={erasing} onClose={() => setErasing(null)} />}
    </DesignerContext>
  )
}

/** A problem or a use leads to the field or the section that it is about. */
function useAimed(file: string, choose: (what: 'field' | 'section', key: string) => void): void {
  const at = useFocus(file)
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the address leads, once each time that it changes
  useEffect(() => {
    if (at?.[0] === 'data' && at[1] === 'properties' && typeof at[2] === 'string') choose('field', at[2])
    if (at?.[0] === 'sections' && typeof at[1] === 'string') choose('section', at[1])
  }, [at])
}
