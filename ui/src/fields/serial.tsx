import { useTranslation } from 'react-i18next'
import { Empty } from './Empty'
import css from './fields.module.css'
import type { FieldKind, InputProps, ViewProps } from './types'

/** A number given by a series; nobody types it. */
function View({ value }: ViewProps) {
  return typeof value === 'string' && value !== '' ? <span className={css.serial}>{value}</span> : <Empty />
}

function Input({ value }: InputProps) {
  const { t } = useTranslation()
  return <span className={css.hint}>{typeof value === 'string' && value !== '' ? value : t('fields.numberLater')}</span>
}

export const serial: FieldKind = { Input, View }
