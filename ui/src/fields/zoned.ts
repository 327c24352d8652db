/** Instants travel as UTC ("2026-03-26 09:00:00.000Z"); people read and type the wall clock of their own zone. */

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

const instantMs = (instant: string) => Date.parse(instant.replace(' ', 'T'))

/** Wall clock of the zone, "YYYY-MM-DD HH:mm:ss"; null when the text is no instant. */
export function toWall(instant: string, zone: string): string | null {
  const ms = instantMs(instant)
  return Number.isNaN(ms) ? null : wallOf(ms, zone)
}

function wallOf(ms: number, zone: string): string {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(p => [p.type, p.value]),
  )
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`
}

/**
 * The instant of a wall clock reading. An hour skipped in spring moves forward, an hour repeated in autumn is its first pass.
 */
export function toInstant(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`)
  if (Number.isNaN(asUtc)) return null
  const offsetAt = (ms: number) => Date.parse(`${wallOf(ms, zone).replace(' ', 'T')}Z`) - ms
  const candidates = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)]
    .map(offset => asUtc - offset)
    .sort((a, b) => a - b)
  const exact = candidates.find(ms => wallOf(ms, zone) === wallOf(asUtc, 'UTC'))
  return new Date(exact ?? (candidates[1] as number)).toISOString().replace('T', ' ')
}
