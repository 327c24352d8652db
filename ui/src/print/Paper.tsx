import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMeta } from '../api/hooks'
import { useTranslation } from '../i18n'
import { useFormat } from '../i18n/locale'
import { Page } from '../shell/Page'
import css from './print.module.css'

interface Props {
  title: string
  lines: string[] // below it: what of it this is
  back: string // address of the screen that it comes from
  isReady: boolean
  children: ReactNode
}

/** A sheet as it goes to the printer: what it is, who printed it and when, then its tables. */
export function Paper({ title, lines, back, isReady, children }: Props) {
  const { t } = useTranslation()
  const { me, product } = useMeta()
  const f = useFormat()
  const printed = t('print.by', { name: me.name, when: f.fullInstant(f.locale.now.toISOString()) })
  return (
    <Page
      title={t('print.title')}
      back={back}
      actions={
        <Button disabled={!isReady} onClick={() => window.print()}>
          {t('print.print')}
        </Button>
      }
    >
      <article className={css.paper} aria-busy={!isReady}>
        <header className={css.head}>
          <h2>{title}</h2>
          {lines.map(line => (
            <p key={line}>{line}</p>
          ))}
          <p className={css.printed}>{[product.company, printed].filter(Boolean).join(' · ')}</p>
        </header>
        {children}
      </article>
    </Page>
  )
}
