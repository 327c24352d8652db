import IconWarn from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import { useTranslation } from '../../i18n'
import { softHyphens } from '../../lib/hyphen'
import css from './access.module.css'
import type { AccessRow } from './types'

/** Who stands in a row, and how many they are. */
export function RowHead({ row }: { row: AccessRow }) {
  const { t } = useTranslation()
  const gone = Object.keys(row.cells).length === 0
  return (
    <span className={css.party} title={row.kind === 'role' ? row.about : undefined}>
      <b>{softHyphens(row.title)}</b>
      {gone ? (
        <small>{t('studioAccess.gone')}</small>
      ) : row.people === 0 ? (
        <small data-warn>
          <IconWarn size={12} stroke={2} aria-hidden />
          {t('studioAccess.nobody')}
        </small>
      ) : (
        <small>
          {row.people === undefined
            ? t(`studioAccess.kinds.${row.kind}`)
            : t('studioAccess.people', { count: row.people })}
        </small>
      )}
    </span>
  )
}
