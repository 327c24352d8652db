import type { Page } from 'playwright-core'

/**
 * Pulls a line on the canvas of the life cycle from the handle of one state to the middle of another; what was drawn
 * waits for its name.
 */
export async function drawLine(page: Page, from: string, to: string): Promise<void> {
  const box = page.locator(`.react-flow__node[data-id="${from}"]`)
  await box.hover()
  const handle = await box.locator('.react-flow__handle.source').boundingBox()
  const target = await page.locator(`.react-flow__node[data-id="${to}"]`).boundingBox()
  if (!handle || !target) throw new Error(`nothing to draw from ${from} to ${to}`)
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 })
  await page.mouse.up()
  await page.getByRole('complementary', { name: 'Переход' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Название')
}
