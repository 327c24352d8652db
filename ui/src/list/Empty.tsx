import { Button } from '@mantine/core'
import IconFilterOff from '@tabler/icons-react/dist/esm/icons/IconFilterOff.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMeta } from '../api/hooks'
import type { Refs, TypeMeta } from '../api/types'
import { useTranslation, withWords } from '../i18n'
import { useLocale } from '../i18n/locale'
import { EmptyState } from '../parts'
import type { Condition } from './condition'
import { conditionText } from './conditionText'
import { countQuery } from './useList'
import { type ListView, paramsOf } from './view'

const FirstFile = lazy(withWords(() => import('../exchange/FirstFile'), 'exchange'))

/** Nothing was ever here: what will be, and how to begin. */
export function FirstTime({ type }: { type: TypeMeta }) {
  const { t } = useTranslation()
  if (type.intake)
    return (
      <Suspense>
        <FirstFile type={type} />
      </Suspense>
    )
  return (
    <EmptyState
      title={t('list.emptyTitle', { title: type.plural })}
      actions={
        type.creatable && (
          <Button component={Link} to={`/t/${type.slug}/new`} leftSection={<IconPlus size={16} aria-hidden />}>
            {t('list.new', { title: type.title })}
          </Button>
        )
      }
    >
      {t(type.creatable ? 'list.emptyBody' : 'list.emptyReadOnly')}
    </EmptyState>
  )
}

interface Props {
  type: TypeMeta
  view: ListView
  refs: Refs
  onConditions: (conditions: Condition[]) => void
  onReset: () => void
}

/** Names the condition that hides most, and takes it away in one click. */
export function ByFilter({ type, view, refs, onConditions, onReset }: Props) {
  const { t } = useTranslation()
  const locale = useLocale()
  const meta = useMeta()
  const without = view.conditions.map((_, i) => view.conditions.filter((_, at) => at !== i))
  const counts = useQueries({
    queries: without.map(conditions => countQuery(type.slug, paramsOf({ ...view, conditions }, type, locale.zone))),
  })
  const best = counts.reduce((top, c, i) => ((c.data?.count ?? 0) > (counts[top]?.data?.count ?? 0) ? i : top), 0)
  const found = counts[best]?.data?.count ?? 0
  const condition = view.conditions[best]
  const field = type.fields.find(f => f.key === condition?.[0])
  const name = condition && field ? `${field.title}: ${conditionText(condition, field, { t, locale, refs, meta })}` : ''
  return (
    <EmptyState
      title={t('list.filterTitle')}
      icon={<IconFilterOff size={26} stroke={1.5} />}
      actions={
        <>
          {found > 0 && (
            <Button variant="default" onClick={() => onConditions(without[best] ?? [])}>
              {t('list.dropCondition')}
            </Button>
          )}
          <Button variant={found > 0 ? 'subtle' : 'default'} {...(found > 0 && { color: 'gray' })} onClick={onReset}>
            {t('list.dropAll')}
          </Button>
        </>
      }
    >
      {found > 0 ? t('list.filterBody', { condition: name, count: found }) : t('list.filterPlain')}
    </EmptyState>
  )
}
