import { settled } from '../app/settled'

const remembered = 'kontora.device'

/** The device that this browser is to the server. */
export interface Here {
  user: string
  id: string
  endpoint: string
}

export function here(): Here | null {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? 'null') as Here | null
  } catch {
    return null
  }
}

export function remember(device: Here | null): void {
  if (device) localStorage.setItem(remembered, JSON.stringify(device))
  else localStorage.removeItem(remembered)
}

/** Looks after the subscription of this browser behind the first screen. Most browsers have none, and load nothing. */
export function tendDevice(me: string): void {
  void settled.then(() => here() && import('./device').then(m => m.tend(me))).catch(() => {})
}

/** Ends the subscription of whoever leaves. No network keeps nobody in. */
export async function leaveDevice(): Promise<void> {
  if (here()) await import('./device').then(m => m.leave()).catch(() => {})
}
