import type { Verdict } from '../api/process'
import { useTranslation } from '../i18n'
import { Tag } from '../parts'

const tones = { valid: 'ok', withdrawn: 'plain' } as const

/** The verdict in a word. */
export function VerdictMark({ of }: { of: Verdict }) {
  const { t } = useTranslation()
  const tone = of.verdict in tones ? tones[of.verdict as keyof typeof tones] : 'bad'
  return <Tag tone={tone}>{t(`sign.verdict.${of.verdict}`)}</Tag>
}
