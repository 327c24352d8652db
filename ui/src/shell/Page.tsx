import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { Link, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useMeta } from '../api/hooks'
import { useTranslation } from '../i18n'
import { useKeys } from '../keys/useKeys'
import { type Hint, HintBar } from './HintBar'
import classes from './page.module.css'
import { TopTools } from './TopTools'

export interface Crumb {
  title: string
  to?: string // address; without it, plain text
}

interface Props {
  title: string
  crumbs?: Crumb[]
  actions?: ReactNode // buttons of the screen, in the top bar
  hints?: Hint[]
  note?: ReactNode // right end of the hint bar
  headline?: boolean // the content has its own h1
  back?: string // phone: address of the arrow back
  children: ReactNode
}

/** Esc: back one level. Where one came from, or where the arrow of a phone leads. */
function useBackKey(back: string | undefined): void {
  const router = useRouter()
  const goBack = () => {
    if (router.history.canGoBack()) router.history.back()
    else void router.navigate({ to: back })
  }
  useKeys({ Escape: goBack }, back !== undefined)
}

/** Frame of every screen: top bar, content that scrolls by itself, hint bar. */
export function Page({ title, crumbs = [], actions, hints = [], note, headline = false, back, children }: Props) {
  const { t } = useTranslation()
  const { product } = useMeta()
  useEffect(() => {
    document.title = `${title} · ${product.name || t('common.product')}`
  }, [title, product.name, t])
  useBackKey(back)
  const Title = headline ? 'span' : 'h1'
  return (
    <main id="content" tabIndex={-1} className={classes.page}>
      <div className={classes.top}>
        {back && (
          <Link to={back} className={classes.back} aria-label={t('common.back')}>
            <IconChevronRight size={20} stroke={1.8} style={{ rotate: '180deg' }} aria-hidden />
          </Link>
        )}
        <div className={classes.title}>
          {crumbs.map(crumb => (
            <span key={crumb.title} className={classes.crumb}>
              {crumb.to ? <Link to={crumb.to}>{crumb.title}</Link> : crumb.title}
              <IconChevronRight size={14} stroke={1.8} aria-hidden />
            </span>
          ))}
          <Title className={classes.name}>{title}</Title>
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
        <TopTools />
      </div>
      <div className={classes.content} data-scroll-restoration-id="content">
        {children}
      </div>
      <HintBar hints={hints} note={note} />
    </main>
  )
}
