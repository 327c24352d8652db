import type { NotificationData } from '@mantine/notifications'

/** Says something at the corner of the screen. What says it comes with the first message. */
export function notify(message: NotificationData): void {
  void import('@mantine/notifications').then(m => m.notifications.show(message))
}
