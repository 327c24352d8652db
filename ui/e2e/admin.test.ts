import { afterEach, describe, expect, it } from 'vitest'
import { as, breaches, expectNoErrors, look, phone, stranger, withBrowser } from './browser.ts'
import { action, heading, state, unique } from './form.ts'
import { call, client, type Made, type Person, people } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

interface Settings {
  settings: { key: string; value: unknown; own: boolean }[]
}
const setting = async (key: string, who: Person = people.director) => {
  const { settings } = await call<Settings>(await client(who), 'GET', '/settings')
  return settings.find(s => s.key === key)
}

describe('parameters', () => {
  const key = 'backoffice/quotes_least'
  const title = 'Сколько предложений нужно'

  it('are changed by whom their declaration names, and nobody else is led there', async () => {
    const clerk = await as(people.clerk)
    await clerk.goto('/')
    await clerk.getByRole('heading', { level: 1 }).waitFor()
    expect(await clerk.getByRole('link', { name: 'Параметры' }).count()).toBe(0)

    const page = await as(people.director)
    await page.goto('/')
    await page.getByRole('link', { name: 'Параметры' }).click()
    const row = page.getByRole('listitem').filter({ hasText: title })
    await row.getByText('как в пакете').waitFor()
    expect(await page.getByText('Обычный срок заявки').count()).toBe(0)

    await row.getByRole('button', { name: `Изменить: ${title}` }).click()
    const value = row.getByLabel('Значение')
    await value.fill('')
    await page.keyboard.press('Enter')
    await row.getByRole('alert').getByText('Впишите значение').waitFor()
    await page.keyboard.press('Escape')
    await row.getByRole('button', { name: `Изменить: ${title}` }).waitFor()

    await row.getByRole('button', { name: `Изменить: ${title}` }).click()
    await value.fill('4')
    await row.getByLabel('Зачем меняете').fill('Приказ № 21')
    await page.keyboard.press('Enter')
    await row.getByText('в пакете 3').waitFor()
    await row.getByText(/Ольга Литвинова, сегодня.*Было 3.*«Приказ № 21»/).waitFor()
    expect(await setting(key)).toMatchObject({ value: 4, own: true })
    await page.reload()
    await row.getByText('в пакете 3').waitFor()

    await row.getByRole('button', { name: `Изменить: ${title}` }).click()
    await row.getByRole('button', { name: 'Вернуть как в пакете' }).click()
    await row.getByText('как в пакете', { exact: true }).waitFor()
    await row.getByText(/Возвращено как в пакете, было 4/).waitFor()
    expect(await setting(key)).toMatchObject({ value: 3, own: false })
  })

  it('tell what the server refuses at the field, and take a length of time by its unit', async () => {
    const page = await as(people.administrator)
    await page.goto('/settings')
    const amount = page.getByRole('listitem').filter({ hasText: 'Три предложения нужны от' })
    await amount.getByRole('button', { name: /Изменить/ }).click()
    await amount.getByLabel('Значение').fill('99999999999999999')
    await page.keyboard.press('Enter')
    await amount.getByRole('alert').waitFor()
    expect(await amount.getByLabel('Значение').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Escape')

    const term = page.getByRole('listitem').filter({ hasText: 'Обычный срок заявки' })
    await term.getByText('7 дней').waitFor()
    await term.getByRole('button', { name: /Изменить/ }).click()
    await term.getByLabel('Значение').fill('36')
    await term.getByRole('combobox', { name: 'Единица' }).selectOption('h')
    await term.getByRole('button', { name: 'Сохранить' }).click()
    await term.getByText('1 день 12 часов').waitFor()
    await term.getByRole('button', { name: /Изменить/ }).click()
    await term.getByRole('button', { name: 'Вернуть как в пакете' }).click()
    await term.getByText('как в пакете', { exact: true }).waitFor()
  })

  it('have a value for a unit, and one for a day to come, that is taken back again', async () => {
    const page = await as(people.administrator)
    await page.goto('/settings')
    const term = page.getByRole('listitem').filter({ hasText: 'Срочную решить за' })
    await term.getByText('4 рабочих часа').waitFor()
    await term.getByRole('button', { name: /Изменить/ }).click()
    await term.getByLabel('Значение').fill('6')
    await term.getByRole('combobox', { name: 'Для кого' }).fill('Алматы')
    await page.getByRole('option', { name: 'Алматы', exact: true }).click()
    await term.getByLabel('С какого дня').fill('01.02.2099')
    await look(page, 'settings-unit')
    await term.getByLabel('Зачем меняете').fill('Новый филиал')
    await page.keyboard.press('Enter')
    const others = term.getByRole('list', { name: 'Другие значения' })
    await others.waitFor()
    expect(await others.textContent()).toMatch(/Алматы, с 1\sфевраля\s2099: 6\sрабочих часов/)
    expect(await term.textContent()).toMatch(/Алматы, с 1\sфевраля\s2099\. Было 4\sрабочих часа/)
    await look(page, 'settings-given')
    expect(await breaches(page)).toEqual([])
    await others.getByRole('button', { name: /Убрать значение: Алматы/ }).click()
    await others.waitFor({ state: 'detached' })
    await term.getByText(/Убрано, было 6 рабочих часов/).waitFor()
    expect(await setting('backoffice/sla_urgent', people.administrator)).toMatchObject({ value: '4wh', own: false })
  })

  it('fit a phone', async () => {
    const page = await as(people.director, phone)
    await page.goto('/')
    await page.getByRole('button', { name: 'Ещё' }).tap()
    await page.getByRole('button', { name: 'Параметры' }).tap()
    const change = page.getByRole('button', { name: `Изменить: ${title}` })
    await change.tap()
    await page.getByLabel('Значение').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  })
})

describe('a new person', () => {
  const made = async () => {
    const pb = await client(people.administrator)
    const name = unique('Жанна Ахметова')
    const email = `zhanna-${name.replace(/\D+/g, '-').replace(/^-/, '')}@zhetisu.example`
    const fields = { full_name: name, email, roles: ['base/employee'] }
    return { name, email, ...(await call<Made>(pb, 'POST', '/users', { fields })) }
  }

  it('gets a password that is shown once, is let in, and signs in with it', async () => {
    const person = await made()
    const page = await as(people.administrator)
    await page.goto(`/t/users/${person.id}`)
    const box = page.getByRole('region', { name: 'Вход' })
    await box.getByText('Пароля нет').waitFor()
    await box.getByText('Статус пока закрывает вход').waitFor()
    await box.getByRole('button', { name: 'Задать пароль…' }).click()
    const dialog = page.getByRole('dialog', { name: /Пароль: Жанна/ })
    await dialog.getByText('Пароля ещё нет').waitFor()
    const first = await dialog.locator('code').textContent()
    await dialog.getByRole('button', { name: 'Другой' }).click()
    expect(await dialog.locator('code').textContent()).not.toBe(first)
    await dialog.getByRole('button', { name: 'Задать пароль', exact: true }).click()
    await dialog.getByText('Скопируйте его сейчас').waitFor()
    const password = await dialog.getByLabel('Пароль', { exact: true }).inputValue()
    await dialog.getByRole('button', { name: 'Скопировать почту и пароль' }).click()
    await dialog.getByRole('button', { name: 'Скопировано' }).waitFor()
    await dialog.getByRole('button', { name: 'Готово' }).click()
    await box.getByText('Пароль есть').waitFor()
    await box.getByText(/пароль задавали: Арман Тлеубаев, сегодня/).waitFor()
    expect(await page.content()).not.toContain(password)

    const door = await stranger()
    const knock = async () => {
      await door.getByLabel('Почта').fill(person.email)
      await door.getByRole('textbox', { name: 'Пароль' }).fill(password)
      await door.getByRole('button', { name: 'Войти' }).click()
    }
    await door.goto('/signin')
    await knock()
    await door.getByRole('alert').waitFor()
    await action(page, /Включить/).click()
    await state(page, 'Активен').waitFor()
    await box.getByText('Статус пока закрывает вход').waitFor({ state: 'detached' })
    await knock()
    await door.waitForURL(url => url.pathname === '/')
    await door.getByRole('button', { name: new RegExp(person.name) }).waitFor()
  })

  it('may get one that is typed, long enough, in place of the one there is', async () => {
    const person = await made()
    const pb = await client(people.administrator)
    await call(pb, 'PUT', `/password/${person.id}`, { password: 'first-password' })
    const page = await as(people.administrator)
    await page.goto(`/t/users/${person.id}`)
    await page.getByRole('button', { name: 'Задать новый пароль…' }).click()
    const dialog = page.getByRole('dialog', { name: /Пароль: Жанна/ })
    await dialog.getByText('Пароль уже есть. Новый заменит его').waitFor()
    await dialog.getByRole('radio', { name: 'Вписать свой' }).check()
    const typed = dialog.getByRole('textbox', { name: 'Пароль' })
    await typed.fill('short')
    await page.keyboard.press('Enter')
    await dialog.getByText('Не хватает 5 знаков').waitFor()
    await typed.fill('quite-long-enough')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Пароль задан').waitFor()
  })

  it('is not to be let in by a colleague', async () => {
    const person = await made()
    const page = await as(people.coordinator)
    await page.goto(`/t/users/${person.id}`)
    await heading(page, person.name).waitFor()
    expect(await page.getByRole('region', { name: 'Вход' }).count()).toBe(0)
  })
})

describe.each(['light', 'dark'] as const)('in the %s scheme', colorScheme => {
  it('parameters and passwords pass WCAG 2.2 AA', async () => {
    const page = await as(people.administrator, { colorScheme })
    await page.goto('/settings')
    await page
      .getByRole('button', { name: /Изменить/ })
      .first()
      .click()
    await page.waitForLoadState('networkidle')
    expect(await breaches(page)).toEqual([])
    const pb = await client(people.administrator)
    const { items } = await pb.collection('users').getList(1, 1, { filter: 'email = "serik@zhetisu.example"' })
    await page.goto(`/t/users/${items[0]?.id}`)
    await page.getByRole('button', { name: /Задать новый пароль/ }).click()
    await page.getByRole('dialog').getByText('Пароль уже есть').waitFor()
    expect(await breaches(page)).toEqual([])
  })
})
