import { Button, Select } from '@mantine/core'
import IconExternal from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import { type Ref, useState } from 'react'
import { errorText } from '../../api/fault'
import { useMeta } from '../../api/hooks'
import { useTranslation } from '../../i18n'
import { SkeletonRows } from '../../parts'
import type { Path } from '../doc/json'
import { RecordSelect } from '../parts/RecordSelect'
import { useGo } from '../shell/useGo'
import css from './prints.module.css'
import { Sheet } from './Sheet'
import type { Proof } from './types'
import { useProof } from './useProof'

interface Props {
  ref: Ref<HTMLElement>
  file: string
  type: string // pack/key
  print: string
  prints: { value: string; label: string }[]
  onPrint: (key: string) => void
}

const chosen = new Map<string, string | null>()

/** The paper in work, as it would be printed of a record by this draft. */
export function ProofPane({ ref, file, type: key, print, prints, onPrint }: Props) {
  const { t } = useTranslation()
  const type = useMeta().types.find(one => one.key === key)
  const [record, setRecord] = useState(chosen.get(key) ?? null)
  const [failed, setFailed] = useState<unknown>(null)
  const { proof, error, isOld, openFile } = useProof({ type: key, print, record })
  return (
    <aside ref={ref} className={css.pane} aria-label={t('studio.prints.title')}>
      <div className={css.head}>
        <Select
          className={css.choice}
          label={t('studio.prints.which')}
          size="xs"
          data={prints}
          value={print}
          allowDeselect={false}
          onChange={next => next && onPrint(next)}
        />
        {type && (
          <div className={css.choice}>
            <RecordSelect
              type={type}
              label={t('studio.prints.record')}
              labelled
              size="xs"
              empty={t('studio.prints.latest')}
              value={record ?? proof?.record ?? null}
              onChange={id => {
                chosen.set(key, id)
                setRecord(id)
              }}
            />
          </div>
        )}
        <Button
          variant="default"
          size="xs"
          disabled={!proof || error !== null}
          leftSection={<IconExternal size={14} stroke={1.8} aria-hidden />}
          onClick={() => {
            setFailed(null)
            openFile().catch(setFailed)
          }}
        >
          {t('studio.prints.open')}
        </Button>
      </div>
      <div role="status">
        {[error, failed].map(
          (wrong, at) =>
            wrong !== null && (
              <p key={at} className={css.wrong}>
                {errorText(wrong, t)}
              </p>
            ),
        )}
        {error !== null && proof && <p className={css.note}>{t('studio.prints.before')}</p>}
        {proof && error === null && <Notes proof={proof} at={{ file, path: ['prints', print] }} />}
      </div>
      {!proof && error === null && <SkeletonRows rows={6} height={44} />}
      {proof && (
        <div className={css.pages} data-old={isOld || undefined} aria-busy={isOld}>
          {proof.pages.map((page, at) => (
            <Sheet key={at} page={page} n={at + 1} count={proof.pages.length + proof.more} />
          ))}
          {proof.more > 0 && <p className={css.note}>{t('studio.prints.more', { count: proof.more })}</p>}
        </div>
      )}
      <p className={css.note}>{t('studio.prints.note')}</p>
    </aside>
  )
}

interface NotesProps {
  proof: Proof
  at: { file: string; path: Path }
}

/** What has to be known of the paper: that it is not made of this record, what stays empty on it. */
function Notes({ proof, at }: NotesProps) {
  const { t } = useTranslation()
  const go = useGo()
  return (
    <>
      {!proof.offers && <p className={css.warning}>{t('studio.prints.notOffered')}</p>}
      {!proof.may && <p className={css.warning}>{t('studio.prints.notYours')}</p>}
      {proof.failed.map(({ block, text }) => (
        <p key={`${block}:${text}`} className={css.wrong}>
          {block === '' ? (
            t('studio.prints.failedHead', { text })
          ) : (
            <>
              {t('studio.prints.failed', { text })}{' '}
              <button type="button" className={css.place} onClick={() => go(at.file, [...at.path, 'blocks', block])}>
                {block}
              </button>
            </>
          )}
        </p>
      ))}
    </>
  )
}
