import css from './fields.module.css'
import { extensionOf } from './file_check'

/** A sheet with the extension on it; the tint tells papers, tables and pictures apart. */
export function FileMark({ name }: { name: string }) {
  const extension = extensionOf(name)
  return (
    <span aria-hidden className={css.fileMark} data-family={familyOf(extension)}>
      {(extension || '?').slice(0, 4).toUpperCase()}
    </span>
  )
}

const families: Record<string, string[]> = {
  paper: ['pdf', 'doc', 'docx', 'odt', 'rtf'],
  table: ['xls', 'xlsx', 'csv', 'ods'],
  picture: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'heic', 'svg'],
}

const familyOf = (extension: string) => Object.keys(families).find(key => families[key]?.includes(extension)) ?? 'other'
