import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n'
import css from './trial.module.css'

interface Props {
  text: string
  within: number // seconds it may take at most
  onStop: () => void
}

/** That something goes on, for how long, how long it may, and the way out. */
export function Running({ text, within, onStop }: Props) {
  const { t } = useTranslation()
  const [gone, setGone] = useState(0)
  useEffect(() => {
    const began = performance.now()
    const timer = setInterval(() => setGone(Math.floor((performance.now() - began) / 1000)), 500)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className={css.running}>
      <p role="status">{text}</p>
      <Progress value={Math.min(100, (gone / within) * 100)} aria-label={t('studioTrial.time')} />
      <p className={css.note}>{t('studioTrial.gone', { gone, within })}</p>
      <Button size="xs" variant="default" onClick={onStop}>
        {t('studioTrial.stop')}
      </Button>
    </div>
  )
}
