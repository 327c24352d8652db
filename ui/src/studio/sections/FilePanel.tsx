import { type ReactNode, useMemo } from 'react'
import type { Path } from '../doc/json'
import { Panel } from '../panel/Panel'
import { PanelFileContext } from '../panel/place'
import { useTypeFile } from '../shell/context'
import { useShownFile } from '../shell/focus'
import css from './sections.module.css'

interface Props {
  file: string
  pack: string
  type?: string
  decl: string
  path?: Path
  only?: string[]
  skip?: string[]
  children?: ReactNode // above the panel
}

/** A file, or a part of it, as a page of properties. */
export function FilePanel({ file, pack, type, decl, path = [], only, skip, children }: Props) {
  useShownFile(file)
  return (
    <InFile file={file} pack={pack} type={type}>
      <div className={css.page}>
        {children}
        <Panel decl={decl} path={path} only={only} skip={skip} />
      </div>
    </InFile>
  )
}

interface InFileProps {
  file: string
  pack: string
  type?: string
  children: ReactNode
}

/** Panels inside write to this file. */
export function InFile({ file, pack, type, children }: InFileProps) {
  const typed = useTypeFile(pack, type ?? '')
  const at = useMemo(() => ({ file, pack, type: typed }), [file, pack, typed])
  return <PanelFileContext value={at}>{children}</PanelFileContext>
}
