import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { isUnfinished, mine, most, total } from './import'
import css from './import.module.css'
import type { useImport } from './useImport'

interface Props {
  type: TypeMeta
  of: ReturnType<typeof useImport>
}

/** Which file: chosen, dropped or pasted; or one that was left half way. */
export function ImportFile({ type, of }: Props) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  const { upload, busy } = of
  const left = useQuery({ queryKey: ['imports', type.slug], queryFn: () => mine(type.slug), staleTime: 0 })
  const unfinished = (left.data?.items ?? []).filter(isUnfinished)
  const take = (file?: File | null) => file && upload(file, file.name)
  useEffect(() => {
    const paste = (e: ClipboardEvent) => {
      const file = e.clipboardData?.files[0]
      const text = e.clipboardData?.getData('text/plain')
      if (file) upload(file, file.name)
      else if (text?.trim()) upload(new Blob([text], { type: 'text/csv' }), `${t('import.pasted')}.csv`)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [upload, t])
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the input within takes the keyboard */}
      <div
        onDragOver={e => {
          e.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={e => {
          e.preventDefault()
          setOver(false)
          take(e.dataTransfer.files[0])
        }}
      >
        <label className={css.drop} data-over={over || undefined}>
          <span>
            {busy ? (
              t('import.reading')
            ) : (
              <>
                {t('import.drop')} <b>{t('import.choose')}</b>
              </>
            )}
          </span>
          <input
            type="file"
            className={css.unseen}
            accept=".xlsx,.csv,.txt"
            disabled={busy}
            onChange={e => {
              take(e.currentTarget.files?.[0])
              e.currentTarget.value = ''
            }}
          />
        </label>
      </div>
      <p className={css.hint}>
        {t('import.kinds', { max: most.megabytes, rows: most.rows })} {t('import.paste')}{' '}
        {type.intake && t('import.statement')}
      </p>
      {unfinished.length > 0 && (
        <section className={css.left}>
          <h3>{t('import.unfinished')}</h3>
          <ul>
            {unfinished.map(i => (
              <li key={i.id}>
                <span>{t('import.stands', { name: i.name, done: total(i.tally), rows: i.rows })}</span>
                <Button size="compact-sm" variant="default" disabled={busy} onClick={() => of.goOn(i)}>
                  {t('import.goOn')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
