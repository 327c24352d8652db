import { afterEach, describe, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, stranger, withBrowser } from './browser.ts'
import { heading, unique } from './form.ts'
import { client, payment, people, toApproval } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

describe.each(['light', 'dark'] as const)('in the %s scheme every screen passes WCAG 2.2 AA', colorScheme => {
  it('sign-in', async () => {
    const page = await stranger(undefined, { colorScheme })
    await page.goto('/signin')
    await page.getByRole('button', { name: 'Войти' }).waitFor()
    expect(await breaches(page)).toEqual([])
  })

  it('the screens of a person at work', async () => {
    const title = unique('Для всех')
    const made = await toApproval(await payment(await client(people.clerk), title))
    const page = await as(people.coordinator, { colorScheme })
    const card = `/t/backoffice_payment/${made.id}`
    for (const path of ['/', '/inbox', '/t/backoffice_payment', card, '/t/backoffice_payment/new', '/profile']) {
      await page.goto(path)
      await page.getByRole('main').waitFor()
      await page.waitForLoadState('networkidle')
      expect(await breaches(page), path).toEqual([])
    }
    await page.goto(card)
    await heading(page, title).waitFor()
    await page.keyboard.press('Period')
    await page.getByRole('dialog', { name: /Почему нельзя/ }).waitFor()
    expect(await breaches(page), 'why').toEqual([])
    await page.goto('/t/backoffice_payment/new')
    await page.getByRole('button', { name: 'Создать', exact: true }).click()
    await page.getByRole('alert').waitFor()
    expect(await breaches(page), 'form with errors').toEqual([])
  })
})
