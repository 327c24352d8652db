import { type ReactNode, useEffect } from 'react'
import { useTranslation } from '../i18n'
import { Logo } from '../shell/Logo'
import classes from './gate.module.css'

interface Props {
  title: string
  about?: string
  wide?: boolean
  children: ReactNode
}

/** The page before the application: sign-in and first run. */
export function Gate({ title, about, wide = false, children }: Props) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('common.product')}`
  }, [title, t])
  return (
    <main className={classes.gate} id="content">
      <div className={`${classes.box} ${wide ? classes.wide : ''}`}>
        <div className={classes.brand}>
          <Logo size={26} />
          {t('common.product')}
        </div>
        <h1 className={classes.title}>{title}</h1>
        {about && <p className={classes.about}>{about}</p>}
        {children}
      </div>
    </main>
  )
}
