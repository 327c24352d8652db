// The part of the service worker that shows messages; the rest of it is made by workbox and loads this file.

/** Where a click leads: an address of the program itself, whatever the message says. */
function placeOf(link) {
  const home = new URL('/', self.location.origin)
  try {
    const place = new URL(String(link ?? '/'), home)
    return place.origin === home.origin ? place.href : home.href
  } catch {
    return home.href
  }
}

/** A browser wants to see something for every message, also for one that it cannot read. */
function contentOf(data) {
  try {
    const content = data.json()
    return typeof content?.title === 'string' ? content : {}
  } catch {
    return {}
  }
}

self.addEventListener('push', event => {
  const { title = 'Контора', body = '', link = '/', tag } = event.data ? contentOf(event.data) : {}
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      icon: '/icons/k-192.png',
      data: { link: placeOf(link) },
      ...(tag && { tag }), // what comes twice is shown once
    }),
  )
})

self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(open(placeOf(event.notification.data?.link)))
})

/** A window that shows the record already comes to the front; others stay as they are: a form may be half filled. */
async function open(place) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = windows.find(w => w.url.split(/[?#]/)[0] === place)
  return there ? there.focus() : self.clients.openWindow(place)
}
