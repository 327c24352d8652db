import { Button } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n'
import { fileOf, object, titleOf } from '../doc/config'
import type { Path } from '../doc/json'
import { Panel } from '../panel/Panel'
import { OpenedContext } from '../panel/place'
import { InFile } from '../sections/FilePanel'
import { useTypeFile } from '../shell/context'
import { useFocus, useShownFile } from '../shell/focus'
import type { SectionProps } from '../shell/sections'
import { ProofPane } from './ProofPane'
import css from './prints.module.css'

const only = ['prints']

/** Papers of a type: what stands on them, and beside it how one looks on a record. */
export default function PrintsSection({ pack, type: key }: SectionProps) {
  const { t } = useTranslation()
  const type = useTypeFile(pack, key)
  const file = fileOf.type(pack, key)
  useShownFile(file)
  const focus = useFocus(file)
  const pane = useRef<HTMLElement>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  useEffect(() => {
    if (focus?.[0] === 'prints' && focus[1] !== undefined) setChosen(String(focus[1]))
  }, [focus])
  const all = object(type?.whole.prints)
  const prints = Object.keys(all)
    .filter(k => all[k] !== null)
    .map(k => ({ value: k, label: titleOf(all[k], k) }))
  const print = prints.find(p => p.value === chosen) ?? prints[0]
  const onOpened = useCallback(([word, name]: Path) => {
    if (word === 'prints' && name !== undefined) setChosen(String(name))
  }, [])
  const isBase = type?.own.abstract === true
  return (
    <InFile file={file} pack={pack} type={key}>
      <div className={css.section} data-alone={!print || isBase || undefined}>
        <div className={css.words}>
          <OpenedContext value={onOpened}>
            {print && !isBase && (
              <Button
                className={css.jump}
                variant="default"
                size="xs"
                onClick={() => pane.current?.scrollIntoView({ block: 'start' })}
              >
                {t('studio.prints.jump')}
              </Button>
            )}
            <Panel decl="type" path={[]} only={only} />
          </OpenedContext>
          {isBase && <p className={css.note}>{t('studio.prints.base')}</p>}
        </div>
        {print && !isBase && (
          <ProofPane
            ref={pane}
            key={`${pack}/${key}/${print.value}`}
            file={file}
            type={`${pack}/${key}`}
            print={print.value}
            prints={prints}
            onPrint={setChosen}
          />
        )}
      </div>
    </InFile>
  )
}
