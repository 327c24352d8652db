import { useMemo } from 'react'
import { useTranslation } from '../../i18n'
import { namesFor } from '../doc/names'
import { useConfig } from '../shell/context'

const plain = ['bool', 'number', 'money', 'text', 'date', 'instant', 'span', 'people', 'file'] as const

/** Types that a rule may take and give, in words. */
export function useTypeNames(pack: string): {
  options: { value: string; label: string }[]
  titleOf: (type: string) => string
} {
  const { t } = useTranslation()
  const config = useConfig()
  return useMemo(() => {
    const one = [
      ...plain.map(value => ({ value: value as string, label: t(`studioRules.types.${value}`) })),
      ...namesFor('type', config, pack, undefined).map(n => ({ value: n.value, label: n.title })),
    ]
    const many = one.map(o => ({ value: `[${o.value}]`, label: t('studioRules.types.list', { of: o.label }) }))
    const options = [...one, ...many]
    return { options, titleOf: type => options.find(o => o.value === type)?.label ?? type }
  }, [config, pack, t])
}
