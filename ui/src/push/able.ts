/** What a browser says of itself, as far as notifications go. */
export interface Surroundings {
  secure: boolean // https
  worker: boolean
  push: boolean
  permission: NotificationPermission | null // null: knows no notifications
  ios: boolean
  installed: boolean // opened from the home screen
}

export type Able = 'yes' | 'insecure' | 'install' | 'unsupported' | 'denied'

/** Whether this browser can show notifications, or what stands in the way: what the person can do comes first. */
export function ableIn(s: Surroundings): Able {
  if (!s.secure) return 'insecure'
  if (s.ios && !s.installed) return 'install' // there the browser has none of it
  if (!s.worker || !s.push || s.permission === null) return 'unsupported'
  return s.permission === 'denied' ? 'denied' : 'yes'
}

/** An iPad says that it is a Mac; no Mac is touched. */
export const isIos = (agent: string, touches: number) =>
  /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1)

export function surroundings(): Surroundings {
  return {
    secure: window.isSecureContext,
    worker: import.meta.env.PROD && 'serviceWorker' in navigator,
    push: 'PushManager' in window,
    permission: 'Notification' in window ? Notification.permission : null,
    ios: isIos(navigator.userAgent, navigator.maxTouchPoints),
    installed: window.matchMedia('(display-mode: standalone)').matches,
  }
}

/** What this browser remembers of its subscription, and what is true now. */
export interface Standing {
  user: string // for whom it was made
  endpoint: string
  me: string
  known: boolean // the server has it
  permission: NotificationPermission | null
  current: string | null // endpoint that the browser has
}

/** What becomes of a subscription when the program starts: a browser changes its address now and then. */
export function fateOf(s: Standing): 'keep' | 'renew' | 'drop' {
  if (s.user !== s.me || !s.known || s.permission !== 'granted') return 'drop'
  return s.current === s.endpoint ? 'keep' : 'renew'
}
