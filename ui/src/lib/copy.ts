/** Puts a text on the clipboard; over plain http, where browsers have no clipboard, by the old way. False when neither works. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

function copySelected(text: string): boolean {
  const box = document.createElement('textarea')
  box.value = text
  box.style.position = 'fixed'
  box.style.opacity = '0'
  // Inside the open dialog: outside it the focus would be taken back at once.
  const home = document.activeElement?.closest('[role="dialog"]') ?? document.body
  const focused = document.activeElement
  home.append(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
