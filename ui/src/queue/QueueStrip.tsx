import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { pb } from '../api/pb'
import { notify } from '../lib/notify'
import css from './queue.module.css'
import { sendWaiting } from './send'
import { refresh, useParcels } from './store'

const everyMs = 5000

/** Says that something waits on this device, and sees to it that it goes. */
export function QueueStrip({ className }: { className?: string | undefined }) {
  const { t } = useTranslation()
  const parcels = useParcels()
  const waiting = parcels.filter(parcel => !parcel.refused).length
  const refused = parcels.length - waiting

  useEffect(() => {
    const me = pb.authStore.record?.id
    if (me) void refresh(me)
  }, [])

  useEffect(() => {
    if (waiting === 0) return
    const go = async () => {
      const outcomes = await sendWaiting()
      const sent = outcomes.filter(outcome => outcome === 'sent').length
      if (sent > 0) notify({ message: t('queue.sent', { count: sent }), color: 'green' })
    }
    void go()
    const timer = setInterval(() => void go(), everyMs)
    const online = () => void go()
    window.addEventListener('online', online)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', online)
    }
  }, [waiting, t])

  if (parcels.length === 0) return null
  return (
    <div className={className}>
      {waiting > 0 && <span>{t('queue.waiting', { count: waiting })}</span>}
      {refused > 0 && <b>{t('queue.refused', { count: refused })}</b>}
      <Link to="/queue" className={css.go}>
        {t('queue.show')}
      </Link>
    </div>
  )
}
