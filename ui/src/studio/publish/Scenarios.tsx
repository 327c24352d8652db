import { Button } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api } from '../../api/client'
import { errorText } from '../../api/fault'
import { useTranslation } from '../../i18n'
import type { Files } from '../draft/types'
import { useStudio } from '../shell/context'
import { liveDraft } from '../shell/remember'
import css from './publish.module.css'

interface Played {
  total: number
  passed: number
  failed: { name: string; line: number; text: string; output: string }[]
  left: string[] // not played to their end in the time there was
}

/** What speaks for the draft: it compiles, and the scenarios of the packs pass under it. */
export function Scenarios({ files }: { files: Files }) {
  const { t } = useTranslation()
  const { problems } = useStudio()
  const { draft = liveDraft } = useParams({ strict: false })
  const errors = (problems ?? []).filter(p => p.severity === 'error').length
  const play = useMutation({ mutationFn: () => api.post<Played>('/config/scenarios', { files }) })
  const answer = play.data
  return (
    <section className={css.checks} aria-labelledby="publish-checks">
      <h3 className={css.sub} id="publish-checks">
        {t('studio.publishing.checks')}
      </h3>
      <Check
        ok={errors === 0}
        text={errors === 0 ? t('studio.problems.none') : t('studio.problems.errors', { count: errors })}
      />
      {answer && (
        <Check
          ok={answer.failed.length === 0 && answer.left.length === 0}
          text={t('studio.publishing.scenarios', { passed: answer.passed, total: answer.total })}
        />
      )}
      {answer && answer.left.length > 0 && (
        <p className={css.empty}>{t('studio.publishing.leftOver', { count: answer.left.length })}</p>
      )}
      {answer?.failed.map(f => (
        <details key={f.name} className={css.failure}>
          <summary>
            {f.name}:{f.line}
          </summary>
          <pre>{f.text || f.output}</pre>
        </details>
      ))}
      {play.error && <p className={css.bad}>{errorText(play.error, t)}</p>}
      <Button variant="default" size="xs" loading={play.isPending} disabled={errors > 0} onClick={() => play.mutate()}>
        {t('studio.publishing.playScenarios')}
      </Button>
      <p className={css.elsewhere}>
        <Link to="/studio/$draft/try/$what" params={{ draft, what: 'past' }}>
          {t('studio.publishing.past')}
        </Link>
      </p>
    </section>
  )
}

function Check({ ok, text }: { ok: boolean; text: string }) {
  return (
    <p className={css.check} data-ok={ok}>
      {ok ? <IconCheck size={15} stroke={2} aria-hidden /> : <IconX size={15} stroke={2} aria-hidden />}
      {text}
    </p>
  )
}
