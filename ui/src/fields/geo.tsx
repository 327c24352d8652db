import { ActionIcon, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../i18n/locale'
import { type Cell, isObject } from './cell'
import { Empty } from './Empty'
import css from './fields.module.css'
import { Icon } from './Icon'
import { DecimalBox } from './quantity'
import type { FieldKind, InputProps, ViewProps } from './types'

interface Point {
  lon: number | null
  lat: number | null
}

const pointOf = (cell: Cell | undefined): Point => {
  const point = isObject(cell) ? cell : {}
  const side = (x: unknown) => (typeof x === 'number' ? x : null)
  return { lon: side(point.lon), lat: side(point.lat) }
}

function Input({ field, value, onChange, onBlur, a11y, required }: InputProps) {
  const { t } = useTranslation()
  const [denied, setDenied] = useState(false)
  const point = pointOf(value)
  const set = (part: Partial<Point>) => {
    const next = { ...point, ...part }
    onChange(next.lat === null && next.lon === null ? null : { lon: next.lon, lat: next.lat })
  }
  const side = (key: 'lat' | 'lon') => ({
    value: point[key] === null ? '' : String(point[key]),
    onText: (text: string) => set({ [key]: text === '' ? null : Number(text) }),
    digits: 6,
    pad: false,
    required,
    onBlur,
    error: Boolean(a11y['aria-invalid']),
    placeholder: t(`fields.${key}`),
    'aria-label': `${field.title}: ${t(`fields.${key}`)}`,
    'aria-describedby': a11y['aria-describedby'],
    className: css.grow,
  })
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setDenied(false)
        onChange({ lon: round(coords.longitude), lat: round(coords.latitude) })
      },
      () => setDenied(true),
    )
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <DecimalBox id={a11y.id} {...side('lat')} />
        <DecimalBox {...side('lon')} />
        {'geolocation' in navigator && (
          <ActionIcon
            variant="default"
            size="lg"
            onClick={locate}
            aria-label={t('fields.locate')}
            title={t('fields.locate')}
          >
            <Icon name="locate" />
          </ActionIcon>
        )}
      </Group>
      {denied && (
        <span role="status" className={css.hint}>
          {t('fields.locateDenied')}
        </span>
      )}
    </>
  )
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6

function View({ value }: ViewProps) {
  const { decimal } = useFormat()
  const { lat, lon } = pointOf(value)
  if (lat === null || lon === null) return <Empty />
  return (
    <a href={`geo:${lat},${lon}`} className={css.link}>
      {decimal(lat)}; {decimal(lon)}
    </a>
  )
}

export const geo: FieldKind = { Input, View }
