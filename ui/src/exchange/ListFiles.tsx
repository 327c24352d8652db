import IconBuildingBank from '@tabler/icons-react/dist/esm/icons/IconBuildingBank.mjs'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs'
import { lazy, Suspense, useState } from 'react'
import type { TypeMeta } from '../api/types'
import { useTranslation, withWords } from '../i18n'
import type { ListParams } from '../list/useList'
import { ExportDialog } from './ExportDialog'
import css from './exchange.module.css'

const FileDialog = lazy(() => import('./FileDialog'))
const ImportDialog = lazy(withWords(() => import('./ImportDialog'), 'import'))

interface Props {
  type: TypeMeta
  params: ListParams
  columns: string[]
  ids: string[]
}

/** What a list has to do with files: it is taken out in one, and filled from one. */
export default function ListFiles(props: Props) {
  const { t } = useTranslation()
  const { type } = props
  const [opened, setOpened] = useState<'export' | 'import'>()
  const [file, setFile] = useState<{ key: string; title: string }>()
  const close = () => setOpened(undefined)
  const tool = (what: 'export' | 'import', Icon: typeof IconDownload) => (
    <button
      type="button"
      className={css.tool}
      aria-label={t(`exchange.${what}`)}
      title={t(`exchange.${what}`)}
      onClick={() => setOpened(what)}
    >
      <Icon size={16} stroke={1.7} aria-hidden />
    </button>
  )
  return (
    <>
      {type.exportable && tool('export', IconDownload)}
      {type.importable && tool('import', IconUpload)}
      {type.files?.map(f => (
        <button
          key={f.key}
          type="button"
          className={css.tool}
          aria-label={f.title}
          title={f.title}
          onClick={() => setFile(f)}
        >
          <IconBuildingBank size={16} stroke={1.7} aria-hidden />
        </button>
      ))}
      {opened === 'export' && <ExportDialog {...props} onClose={close} />}
      <Suspense>{file && <FileDialog {...props} file={file} onClose={() => setFile(undefined)} />}</Suspense>
      <Suspense>{opened === 'import' && <ImportDialog type={type} onClose={close} />}</Suspense>
    </>
  )
}
