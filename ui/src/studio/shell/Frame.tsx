import { useLocation } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useTranslation } from '../../i18n'
import { useKeys } from '../../keys/useKeys'
import { Problems } from '../problems/Problems'
import { useDraft } from './context'
import { ShownFileContext } from './focus'
import css from './frame.module.css'
import { StudioNav } from './StudioNav'
import { Top } from './Top'
import { Trouble } from './Trouble'

const JsonPane = lazy(() => import('../json/JsonPane'))

/** Everything around a section: menu, what the draft stands at, what is wrong with it. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const store = useDraft()
  const [menu, setMenu] = useState(false)
  const place = useLocation({ select: l => l.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: choosing in the menu of a phone leaves it
  useEffect(() => setMenu(false), [place])
  const [json, setJson] = useState(false)
  const [file, setFile] = useState('')
  useKeys({
    'Ctrl+KeyZ': () => notTyping(store.undo),
    'Ctrl+KeyY': () => notTyping(store.redo),
    'Ctrl+Shift+KeyZ': () => notTyping(store.redo),
  })
  return (
    <div className={css.frame} data-menu={menu || undefined}>
      <a className={css.skip} href="#content">
        {t('shell.skip')}
      </a>
      <StudioNav />
      <div className={css.body}>
        <Top onMenu={() => setMenu(open => !open)} json={json} onJson={file ? () => setJson(!json) : undefined} />
        <Trouble />
        <div className={css.middle}>
          <main id="content" tabIndex={-1} className={css.content} data-scroll-restoration-id="content">
            <ShownFileContext value={setFile}>{children}</ShownFileContext>
          </main>
          <Suspense>{json && file && <JsonPane file={file} />}</Suspense>
        </div>
        <Problems />
      </div>
    </div>
  )
}

/** While a text is being typed its own control takes the letters back. */
function notTyping(act: () => void): boolean {
  const at = document.activeElement
  if (at instanceof HTMLTextAreaElement || at?.closest('.cm-editor')) return false
  if (at instanceof HTMLInputElement && at.type === 'text') at.blur()
  act()
  return true
}
