import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { breaches, expectNoErrors, look, phone, signedIn, withBrowser } from './browser.ts'
import { type Desk, names, openDesk, operate, sentOrder, vote } from './desk.ts'
import { action, input } from './form.ts'
import { call, type Made } from './people.ts'

withBrowser()
afterEach(expectNoErrors)

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.server.stop())

const page = async (who: string, path: string, options = {}): Promise<Page> => {
  const opened = await signedIn(await desk.as(who), options)
  await opened.goto(path)
  return opened
}

/** A line of the budget that counts. */
async function line(item: string, month: string, plan: string): Promise<string> {
  const fin = await desk.as('fin')
  const fields = { item, month, plan, branch: desk.ids.sales }
  const made = await call<Made>(fin, 'POST', '/desk_line', { fields })
  await call(fin, 'POST', `/desk_line/${made.id}/approve`, {})
  return made.id
}

/** An order on a line, approved by everybody. */
async function spent(lineId: string, amount: string, fields = {}): Promise<Made> {
  const made = await sentOrder(desk, { line: lineId, amount, ...fields })
  await vote(desk, 'head', made.id, { verdict: 'approve' })
  await vote(desk, 'fin', made.id, { verdict: 'approve' })
  return made
}

it('tells how much time is left, on the card and in rows, and why it is due then', async () => {
  const ads = await line('Сувениры', '2026-11', '5000000')
  const made = await spent(ads, '100000', { subject: 'Кружки' })
  const fin = await page('fin', `/t/desk_order/${made.id}`)
  const chip = fin.getByRole('button', { name: /Решение по заявке/ })
  await chip.getByText(/^1[56].ч.*· до/).waitFor()
  await chip.focus()
  await fin.keyboard.press('Enter')
  const why = fin.getByRole('dialog', { name: 'Почему такой срок?' })
  await why.getByText(/Рабочее время: Алматы, 9–18/).waitFor()
  await why.getByText(/Норма 16.ч − прошло .* = осталось/).waitFor()
  // Whatever hour it is: before work begins there is no row yet of what has passed.
  await why.getByRole('row').first().waitFor()
  await look(fin, 'clock')
  expect(await breaches(fin)).toEqual([])
  await fin.keyboard.press('Escape')
  await why.waitFor({ state: 'detached' })

  await action(fin, 'Ждать автора').click()
  await chip.getByText(/^пауза/).waitFor()
  await fin.goto('/t/desk_order')
  await fin
    .getByRole('row', { name: /Кружки/ })
    .getByTitle(/пауза/)
    .waitFor()
  const small = await page('fin', `/t/desk_order/${made.id}`, phone)
  await small.getByRole('button', { name: /Решение по заявке/ }).click()
  await small.getByRole('dialog', { name: 'Почему такой срок?' }).getByText('Пауза: срок стоит').waitFor()
})

it('shows tasks made for a record, what waits for what, and the list of mine', async () => {
  const ads = await line('Полиграфия', '2026-11', '5000000')
  const made = await spent(ads, '100000', { subject: 'Буклеты' })
  const ann = await page('ann', `/t/desk_order/${made.id}`)
  const tasks = ann.getByRole('complementary').locator('section', { has: ann.getByRole('heading', { name: 'Задачи' }) })
  await tasks.getByText('0 из 2').waitFor()
  await tasks.getByText('Ждёт: Получить три цены').waitFor()
  await tasks.getByRole('link', { name: 'Принять по акту' }).click()
  await ann.getByRole('button', { name: /Почему нельзя: Начать/ }).press('Enter')
  await ann.getByText('Сначала должно быть готово: Получить три цены').first().waitFor()
  await ann.goto('/t/desk_errand?view=mine')
  await ann
    .getByRole('row', { name: /Принять по акту/ })
    .first()
    .waitFor()
})

it('decides many at once: a trial first, then record by record, with totals', async () => {
  const titles = ['Первая', 'Вторая', 'Третья']
  for (const subject of titles) await sentOrder(desk, { subject, amount: '1000' })
  const blocked = await sentOrder(desk, { subject: 'С замечанием', amount: '1000' })
  const m = await page('head', '/inbox')
  await m.getByRole('button', { name: 'Выбрать несколько' }).click()
  for (const title of [...titles, 'С замечанием']) await m.getByRole('checkbox', { name: `Выбрать ${title}` }).check()
  // Somebody is faster with one of them.
  await vote(desk, 'head', blocked.id, { verdict: 'approve' })
  await m.getByRole('toolbar').getByRole('button', { name: 'Согласовать…' }).click()
  const dialog = m.getByRole('dialog', { name: /Решить по/ })
  await dialog.getByText(/Пройдут 3 записи/).waitFor()
  await look(m, 'bulk')
  expect(await breaches(m)).toEqual([])
  await dialog.getByRole('button', { name: /Выполнить: 3 из/ }).click()
  await m
    .getByRole('dialog', { name: 'Что получилось' })
    .getByText(/Сделаны 3 записи/)
    .waitFor()
  await m.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).last().click()
  await m.getByRole('button', { name: /Первая/ }).waitFor({ state: 'detached' })
})

it('changes many rows of a list at once, puts them back as they were, and acts on them', async () => {
  const ann = await desk.as('ann')
  const titles = ['Ряд один', 'Ряд два']
  const drafts: string[] = []
  for (const subject of titles) {
    const fields = { subject, amount: '1000', department: desk.ids.sales }
    drafts.push((await call<Made>(ann, 'POST', '/desk_order', { fields })).id)
  }
  const sent = await sentOrder(desk, { subject: 'Ряд три', amount: '1000' })
  await vote(desk, 'head', sent.id, { verdict: 'reject', comment: 'Нет нужды' })
  const why = async () => {
    const rows = await Promise.all(drafts.map(id => ann.collection('desk_order').getOne(id)))
    return rows.map(row => row.why)
  }
  const m = await page('ann', '/t/desk_order')
  for (const title of [...titles, 'Ряд три']) await m.getByRole('checkbox', { name: `Выбрать ${title}` }).check()
  await m.getByRole('button', { name: 'Изменить…' }).click()
  const edit = m.getByRole('dialog')
  await edit.getByRole('combobox', { name: 'Какое поле' }).click()
  await m.getByRole('option', { name: 'Обоснование' }).click()
  await edit.getByLabel('Обоснование').fill('Общее')
  await edit.getByRole('button', { name: 'Проверить' }).click()
  await edit.getByText(/Пройдут 2 записи/).waitFor()
  await edit.getByText(/вам это поле не править/).waitFor()
  await look(m, 'bulk-edit')
  expect(await breaches(m)).toEqual([])
  await edit.getByRole('button', { name: 'Выполнить: 2 из 3' }).click()
  await edit.getByText(/Сделаны 2 записи/).waitFor()
  expect(await why()).toEqual(['Общее', 'Общее'])
  await edit.getByRole('button', { name: /Вернуть как было/ }).click()
  await edit.getByRole('button', { name: /Вернуть как было/ }).waitFor({ state: 'detached' })
  expect((await why()).map(text => text || null)).toEqual([null, null])
  await edit.getByRole('button', { name: 'Закрыть' }).last().click()

  for (const title of titles) await m.getByRole('checkbox', { name: `Выбрать ${title}` }).check()
  await m.getByRole('button', { name: 'Действие…' }).click()
  const act = m.getByRole('dialog')
  await act.getByRole('combobox', { name: 'Что сделать' }).click()
  await m.getByRole('option', { name: 'На согласование · 2 из 2' }).click()
  await act.getByRole('button', { name: 'Проверить' }).click()
  await act.getByRole('button', { name: 'Выполнить: 2 из 2' }).click()
  await act.getByText(/Сделаны 2 записи/).waitFor()
  const states = async () => {
    const rows = await Promise.all(drafts.map(id => ann.collection('desk_order').getOne(id)))
    return rows.map(row => row.status)
  }
  expect(await states()).toEqual(['approval', 'approval'])
  const [file] = await Promise.all([
    m.waitForEvent('download'),
    act.getByRole('button', { name: 'Скачать .xlsx' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^kontora-.*\.xlsx$/)
  await act.getByRole('button', { name: 'Вернуть как было (2)' }).click()
  await act.getByRole('button', { name: /Вернуть как было/ }).waitFor({ state: 'detached' })
  await act.getByText(/Сделаны 2 записи/).waitFor()
  expect(await states()).toEqual(['draft', 'draft'])
})

it('takes all of a list, goes on where it was broken off, and does nothing twice', async () => {
  const ann = await desk.as('ann')
  const many = Array.from({ length: 62 }, (_, i) => `Пачка ${i + 1}`)
  for (const subject of many)
    await call(ann, 'POST', '/desk_order', { fields: { subject, amount: '1000', department: desk.ids.sales } })
  const m = await page('ann', '/t/desk_order?q=Пачка')
  await m.getByRole('grid').getByRole('link', { name: 'Пачка 62' }).waitFor()
  await m.getByRole('checkbox', { name: 'Выбрать загруженные' }).check()
  await m.getByRole('button', { name: 'Выбрать все 62 по условию' }).click()
  await m.getByText('Выбраны 62 записи').waitFor()
  await look(m, 'bulk-whole')
  await m.getByRole('button', { name: 'Изменить…' }).click()
  const edit = m.getByRole('dialog')
  await edit.getByRole('combobox', { name: 'Какое поле' }).click()
  await m.getByRole('option', { name: 'Обоснование' }).click()
  await edit.getByLabel('Обоснование').fill('Пачкой')
  await edit.getByRole('button', { name: 'Проверить' }).click()
  await edit.getByText(/Пройдут 62 записи/).waitFor()

  // The answer to the second portion is lost, after it was done.
  let portion = 0
  await m.route('**/api/kontora/bulk', async route => {
    if (++portion === 1) return route.continue()
    if (portion === 2) await route.fetch()
    return route.abort('connectionreset')
  })
  await edit.getByRole('button', { name: 'Выполнить: 62 из 62' }).click()
  await edit.getByText(/Известно о 25 из 62/).waitFor()
  await look(m, 'bulk-half')
  expect(await breaches(m)).toEqual([])
  await m.unroute('**/api/kontora/bulk')
  await m.reload()
  await m.getByText('Не закончено: «Обоснование», 25 из 62').waitFor()
  await look(m, 'bulk-unfinished')
  await m.getByRole('button', { name: 'Продолжить' }).click()
  await m
    .getByRole('dialog')
    .getByText(/Сделаны 62 записи/)
    .waitFor()
  const rows = await ann.collection('desk_order').getFullList({ filter: "why = 'Пачкой'" })
  expect(rows.map(row => row.revision)).toEqual(many.map(() => 2))
  await m.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).last().click()
  await m.getByText(/Не закончено/).waitFor({ state: 'detached' })

  // On paper: all of it, with what it is, and nobody's chips and checkboxes.
  await m.getByRole('link', { name: 'Печать' }).click()
  await m.getByRole('row').nth(62).waitFor()
  expect(await m.getByRole('row').count()).toBe(63)
  const paper = m.getByRole('article')
  expect(await paper.getByRole('row').nth(1).textContent()).toContain('Пачка 62')
  for (const text of ['Поиск: Пачка', `Напечатано: ${names.ann}`]) await paper.getByText(text).waitFor()
  await look(m, 'print-list')
  expect(await breaches(m)).toEqual([])
})

it('returns from the queue by one key, without leaving it', async () => {
  await sentOrder(desk, { subject: 'Вернуть меня', amount: '2000' })
  await sentOrder(desk, { subject: 'Согласовать меня', amount: '2000' })
  const head = await page('head', '/inbox')
  await head.getByRole('button', { name: /Вернуть меня/ }).click()
  await head.getByRole('article', { name: 'Вернуть меня' }).getByRole('button', { name: 'Вернуть…' }).waitFor()
  await head.keyboard.press('2')
  const dialog = head.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Причина' }).fill('Нет счёта')
  await dialog.getByRole('button', { name: 'Вернуть' }).click()
  await head.getByRole('button', { name: /^Вернуть меня/ }).waitFor({ state: 'detached' })
  expect(new URL(head.url()).pathname).toBe('/inbox')
  await head.getByRole('article', { name: 'Согласовать меня' }).waitFor()
  await head.keyboard.press('1')
  await head
    .getByRole('status')
    .getByText(/Согласовать/)
    .first()
    .waitFor()
})

it('lets somebody stand in for me, another for some requests, and end that', async () => {
  const head = await page('head', '/profile')
  const absence = head.getByRole('region', { name: 'Замещение' })
  await absence.getByRole('button', { name: 'Меня не будет' }).click()
  await absence.getByRole('combobox', { name: 'Кто замещает' }).fill('Гончар')
  await head.getByRole('option', { name: /Павел Гончар/ }).click()
  await input(head, 'С').fill('01.11.2026')
  await input(head, 'По').fill('31.12.2026')
  await absence.getByRole('button', { name: 'Добавить правило' }).press('Enter') // beside the open calendar
  const rule = absence.getByRole('listitem', { name: 'Правило 1' })
  await absence.getByRole('button', { name: 'Сохранить' }).click()
  await rule
    .getByText(/Заполните/)
    .first()
    .waitFor() // refused by its row
  await rule.getByRole('combobox', { name: 'Какие заявки' }).selectOption('Заявки')
  await rule.getByRole('combobox', { name: 'Кто замещает' }).fill('Тимур')
  await head.getByRole('option', { name: /Тимур/ }).click()
  await rule.getByRole('button', { name: 'Условие' }).click()
  await head.getByRole('button', { name: 'Сумма', exact: true }).click()
  await head.getByRole('textbox', { name: 'Значение' }).fill('500000')
  await head.getByRole('button', { name: 'Применить' }).click()
  await rule.getByText(/500/).waitFor()
  await head.screenshot(process.env.SHOTS ? { path: `${process.env.SHOTS}/profile-rules.png`, fullPage: true } : {})
  expect(await breaches(head)).toEqual([])
  await absence.getByRole('button', { name: 'Сохранить' }).click()
  await absence.getByText('идёт').waitFor()
  await absence.getByText(/Заявки, Сумма: .*500.* — Тимур Сейтов/).waitFor()
  await absence.getByText(names.m1 as string).waitFor()
  await look(head, 'profile')
  expect(await breaches(head)).toEqual([])
  const made = await sentOrder(desk, { subject: 'За начальника' })
  const m1 = await page('m1', `/t/desk_order/${made.id}`, phone)
  await action(m1, 'Согласовать').click()
  await m1.getByText(`за: ${names.head}`).waitFor()
  const dear = await sentOrder(desk, { subject: 'Дорогая за начальника', amount: '600000' })
  const inboxOf = async (who: string) => JSON.stringify(await call<object>(await desk.as(who), 'GET', '/inbox'))
  expect(await inboxOf('m3')).toContain('Дорогая за начальника')
  expect(await inboxOf('m1')).not.toContain('Дорогая за начальника')
  await vote(desk, 'm3', dear.id, { verdict: 'approve' })
  await absence.getByRole('button', { name: /^Прекратить/ }).click()
  await head.getByRole('dialog').getByRole('button', { name: 'Прекратить' }).click()
  await absence.getByText('идёт').waitFor({ state: 'detached' })
})

it('keeps how messages reach me', async () => {
  const m2 = await page('m2', '/profile')
  const messages = m2.getByRole('region', { name: 'Уведомления' })
  await messages.getByRole('combobox', { name: 'Письма' }).selectOption('digest')
  await messages.getByLabel('Во сколько присылать').fill('09:30')
  await messages.getByLabel('Не беспокоить с').fill('20:00')
  await messages.getByLabel('Не беспокоить до').fill('08:00')
  await messages.getByLabel('Не беспокоить до').blur()
  const prefs = async () => (await call<{ me: { prefs: object } }>(await desk.as('m2'), 'GET', '/meta')).me.prefs
  await expect.poll(prefs).toMatchObject({ mail: 'digest', digest_at: '09:30', quiet_from: '20:00', quiet_to: '08:00' })
  await m2.reload()
  await messages.getByLabel('Не беспокоить с').fill('')
  await messages.getByLabel('Не беспокоить с').blur()
  await expect.poll(prefs).not.toHaveProperty('quiet_from')
})

it('draws a budget from its declaration, down to the records, and who is over', async () => {
  const over = await line('Реклама', '2026-12', '100000')
  await line('Аренда', '2026-12', '700000')
  await line('Аренда', '2027-01', '700000')
  const made = await spent(over, '250000', { subject: 'Щиты', why: 'Сезон' })
  const fin = await page('fin', '/')
  await fin.getByRole('link', { name: 'Бюджет', exact: true }).click()
  const grid = fin.getByRole('table', { name: 'Бюджет' })
  await fin.getByLabel('Строки').selectOption({ label: 'Статья' })
  await grid.getByRole('columnheader', { name: /Декабрь 2026/ }).waitFor()
  const row = grid.getByRole('row', { name: /Реклама/ })
  const cell = row.getByRole('button', { name: /150.000/ })
  await cell.getByText(/−150.000/).waitFor()
  await row.getByText('нет строки').first().waitFor()
  await look(fin, 'budget')
  expect(await breaches(fin)).toEqual([])

  // From cell to cell by arrows, into one by Enter, back by Esc.
  await cell.focus()
  await fin.keyboard.press('ArrowUp')
  await fin.keyboard.press('ArrowDown')
  await fin.keyboard.press('Enter')
  const panel = fin.getByRole('complementary').last()
  await panel.getByText('Превышение').waitFor()
  await panel.getByRole('link', { name: 'Щиты' }).first().waitFor()
  await look(fin, 'budget-cell')
  await fin.keyboard.press('Escape')
  await expect.poll(() => cell.evaluate(node => node === document.activeElement)).toBe(true)
  await fin.keyboard.press('Enter')
  await panel.getByRole('link', { name: 'Щиты' }).first().click()
  await fin.waitForURL(new RegExp(made.id))

  await fin.goBack()
  await fin.getByText('Перевалили и недокрутили').click()
  const list = (title: string) => fin.locator('section', { has: fin.getByRole('heading', { name: title, level: 2 }) })
  await list('Перевалили').getByText('Реклама').waitFor()
  await list('Недокрутили').getByText('Аренда').first().waitFor()
  await look(fin, 'budget-report')
  expect(await breaches(fin)).toEqual([])

  // Whoever does not see the money of lines sees no sums.
  const ann = await page('ann', '/registers/desk_budget')
  await ann.getByText('Пока ничего не учтено').waitFor()
})

it('keeps amounts of several currencies apart, in the matrix and in what it is made of', async () => {
  const pb = await desk.as('fin')
  for (const [subject, month, currency, amount] of [
    ['Аренда зала', '2026-11', 'KZT', '70000'],
    ['Членские', '2026-12', 'KZT', '5000.50'],
    ['Выставка', '2026-12', 'USD', '300'],
  ])
    await call(pb, 'POST', '/desk_cash', { fields: { subject, unit: desk.ids.sales, month, currency, amount } })
  const fin = await page('fin', '/registers/desk_till?rows=unit&cols=month')
  const grid = fin.getByRole('table', { name: 'Кассы' })
  const currency = fin.getByLabel('Валюта')
  await grid.waitFor()
  await expect.poll(() => currency.locator('option').allTextContents()).toEqual(['KZT', 'USD'])
  await grid.getByRole('columnheader', { name: /Ноябрь/ }).waitFor()
  expect(await grid.getByRole('row').last().textContent()).toMatch(/75.000,5/)
  await look(fin, 'till')
  expect(await breaches(fin)).toEqual([])
  await currency.selectOption('USD')
  await expect.poll(() => grid.getByRole('row').last().textContent()).toMatch(/Всего300300/)
  expect(await grid.getByRole('columnheader', { name: /Ноябрь/ }).count()).toBe(0)
  await grid.getByRole('row').nth(1).getByRole('button').first().click()
  const panel = fin.getByRole('complementary').last()
  await panel
    .getByText(/300.*\$/)
    .first()
    .waitFor()
  await panel.getByRole('link', { name: 'Выставка' }).waitFor()
  await panel.getByText(/150.*\$/).waitFor()
  expect(await panel.getByRole('link').count()).toBe(1)
  await look(fin, 'till-cell')
  expect(await breaches(fin)).toEqual([])
})

it('shows letters that did not arrive, and why, and sends them again', async () => {
  await operate(desk, pb =>
    pb.settings.update({
      smtp: { enabled: true, host: '127.0.0.1', port: 9 },
      meta: { senderAddress: 'desk@desk.example' },
    }),
  )
  await call(await desk.as('fin'), 'PATCH', '/me', { prefs: { mail: 'none' } })
  const made = await sentOrder(desk, { subject: 'Письмо' })
  const dir = await page('dir', '/outbox')
  await dir.getByText('Всё доставлено').waitFor()
  const letter = (who: string) => dir.getByRole('listitem').filter({ hasText: names[who] as string })
  const shown = (who: string, where: string, why: RegExp) => async () => {
    await dir.reload()
    await dir.getByText(where, { exact: true }).click()
    await dir
      .getByText(/Написано|пуст|нет$/)
      .first()
      .waitFor()
    return letter(who).filter({ hasText: why }).count()
  }
  const patience = { timeout: 30_000, interval: 1500 }
  await expect.poll(shown('head', 'В очереди', /refused/), patience).toBeGreaterThan(0)
  await look(dir, 'outbox')
  expect(await breaches(dir)).toEqual([])
  // Somebody who wants no letters gets none; the letter can be sent all the same when they change their mind.
  await vote(desk, 'head', made.id, { verdict: 'approve' })
  await expect.poll(shown('fin', 'Отменены', /./), patience).toBeGreaterThan(0)
  await letter('fin')
    .first()
    .getByRole('button', { name: /Отправить снова/ })
    .click()
  await dir.getByText('Письмо снова в очереди').waitFor()
  const fin = await page('fin', '/outbox')
  await fin.getByRole('button', { name: 'Повторить' }).waitFor()
})

it('shows changes that a hook could not tell, and where it failed, and tells them again', async () => {
  const hooks = join(desk.server.dir, '../pb_hooks')
  mkdirSync(hooks)
  const write = (text: string) => writeFileSync(join(hooks, 'tell.pb.js'), text)
  write(
    `onEffect((e) => {\n  if (e.record.subject === "Обработчик") throw new Error("1С не отвечает")\n}, "desk/order")`,
  )
  const dir = await page('dir', '/outbox')
  const item = dir.getByRole('listitem').filter({ hasText: 'Обработчик tell.pb.js' })
  const patience = { timeout: 30_000, interval: 1500 }
  const shown = (where: string, why: string) => async () => {
    await sentOrder(desk, { subject: 'Обработчик' })
    await dir.reload()
    await dir.getByText(where, { exact: true }).click()
    await dir.waitForLoadState('networkidle')
    return item.filter({ hasText: why }).count()
  }
  await expect.poll(shown('В очереди', '1С не отвечает'), patience).toBeGreaterThan(0)
  const failed = item.filter({ hasText: '1С не отвечает' }).first()
  expect(await failed.textContent()).toMatch(/tell\.pb\.js:2 · .*1 попытка/)
  expect(await failed.getByRole('link').count()).toBe(1)
  await look(dir, 'outbox-hooks')
  expect(await breaches(dir)).toEqual([])
  write('')
  await expect.poll(shown('Не доставлено', 'Обработчика больше нет'), patience).toBeGreaterThan(1)
  // Every look above has made an order, and each of them its changes: all of them have to have been given up.
  let lost = 0
  const settled = async () => {
    const before = lost
    await dir.reload()
    await dir.getByText('Не доставлено', { exact: true }).click()
    await dir.waitForLoadState('networkidle')
    lost = await item.count()
    return lost > 1 && lost === before
  }
  await expect.poll(settled, patience).toBe(true)
  await item
    .last()
    .getByRole('button', { name: /Не отправлять: Обработчик tell/ })
    .click()
  await dir.getByText('Больше не пробуем').waitFor()
  await expect.poll(() => item.count()).toBe(lost - 1)
  await look(dir, 'outbox-dead')
  await item
    .first()
    .getByRole('button', { name: /Отправить снова: Обработчик tell/ })
    .click()
  await dir.getByText('Обработчик снова в очереди').waitFor()
})
