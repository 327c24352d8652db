import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator } from 'playwright-core'

/** Reads the QR code from what is on the screen, as a camera would. */
export async function scan(where: Locator): Promise<string> {
  const shot = await where.getByRole('img', { name: /QR-код/ }).screenshot()
  const page = where.page()
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('jsqr/dist/jsQR.js'), 'utf8'))
  return page.evaluate(
    async data => {
      type Read = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null
      const image = new Image()
      image.src = data
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      const paper = canvas.getContext('2d') as CanvasRenderingContext2D
      paper.drawImage(image, 0, 0)
      const { jsQR } = window as unknown as { jsQR: Read }
      return jsQR(paper.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height)?.data ?? ''
    },
    `data:image/png;base64,${shot.toString('base64')}`,
  )
}
