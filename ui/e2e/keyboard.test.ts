import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { as, expectNoErrors, withBrowser } from './browser.ts'
import { heading, state, unique } from './form.ts'
import { client, overReason, payment, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

/** Presses Tab until something of this name has the focus. Nothing here touches the mouse. */
async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      const label = at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? ''
      return label.replace(/\s*\*$/, '').trim()
    })
    if (here === name) return
  }
  throw new Error(`Tab never reached «${name}»`)
}

/** What has the focus looks different from how it looks without it. */
const isFocusVisible = (page: Page) =>
  page.evaluate(async () => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body) return false
    const look = async () => {
      await new Promise(done => setTimeout(done, 250)) // colours change gradually
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(at)
      const outline = outlineStyle === 'none' ? '' : `${outlineWidth} ${outlineColor}`
      return [outline, boxShadow, borderColor].join(' | ')
    }
    const focused = await look()
    at.blur()
    const blurred = await look()
    at.focus()
    return focused !== blurred
  })

it('creates a request without a mouse', async () => {
  const page = await as(people.clerk)
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('c')
  await page.getByRole('dialog').getByRole('textbox').waitFor()
  await page.keyboard.type('Оплата')
  await page.keyboard.press('Enter')
  await heading(page, 'Оплата счёта').waitFor()

  const title = unique('С клавиатуры')
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await page.keyboard.type(title)
  await tabTo(page, 'Поставщик')
  await page.keyboard.type('Сарыарқа')
  await page.getByRole('option', { name: /Сарыарқа/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Сумма')
  expect(await isFocusVisible(page)).toBe(true)
  await page.keyboard.type('45000')
  await tabTo(page, 'Дедлайн оплаты')
  await page.keyboard.type('10.12.2027')
  await tabTo(page, 'Основание')
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: 'Акт' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await heading(page, title).waitFor()
  await state(page, 'Новая').waitFor()
})

it('moves a request without a mouse', async () => {
  const title = unique('С клавиатуры дальше')
  await payment(await client(people.clerk), title)
  const page = await as(people.coordinator)
  await page.goto('/t/backoffice_payment')
  await page.getByRole('link', { name: title }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await heading(page, title).waitFor()

  const keyOf = async (name: string) => {
    const buttons = page.getByRole('region', { name: 'Действия' }).getByRole('button', { name })
    return (await buttons.first().getAttribute('aria-keyshortcuts')) ?? ''
  }
  await page.keyboard.press(await keyOf('Принять в работу'))
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await tabTo(page, 'Ответственный').catch(() => undefined)
  await page.keyboard.type('Павленко')
  await page.getByRole('option', { name: /Павленко/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await state(page, 'В работе').waitFor()
  await page.keyboard.press(await keyOf('На согласование'))
  await page.getByRole('dialog').getByRole('textbox', { name: 'Обоснование превышения лимита' }).waitFor()
  await tabTo(page, 'Обоснование превышения лимита')
  await page.keyboard.type(overReason)
  await page.keyboard.press('Control+Enter')
  await state(page, 'На согласовании').waitFor()

  await page.keyboard.press('Period')
  await page.getByRole('dialog', { name: /Почему нельзя/ }).waitFor()
  expect(await isFocusVisible(page)).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: /Почему нельзя/ }).waitFor({ state: 'detached' })

  // Esc goes back one level, to the very list one came from.
  await page.keyboard.press('Escape')
  await page.getByRole('grid', { name: 'Оплата счетов' }).waitFor()
})
