/** The name of a record where its number stands beside it: said once, not twice. */
export function nameBeside(number: string, title: string): string {
  const rest = number && title.startsWith(number) ? title.slice(number.length).replace(/^[\s.,:·—–-]+/, '') : title
  return rest || title
}
