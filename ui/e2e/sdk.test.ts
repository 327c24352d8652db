import { execFileSync } from 'node:child_process'
import { EventSource } from 'eventsource'
import PocketBase, { ClientResponseError, type RecordModel, type RecordSubscription } from 'pocketbase'
import { describe, expect, inject, it } from 'vitest'
import { unique } from './form.ts'
import { call, client, payment, people, toApproval } from './people.ts'
import { program } from './server.ts'

// The official client, as other people's programs use it.

globalThis.EventSource ??= EventSource as unknown as typeof globalThis.EventSource // Node 20 has none

const payments = 'backoffice_payment'

async function refusal(attempt: Promise<unknown>): Promise<ClientResponseError> {
  const error = await attempt.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof ClientResponseError)) throw new Error('was not refused')
  return error
}

/** What comes over realtime, to be awaited one by one. */
function inbox() {
  const got: RecordSubscription<RecordModel>[] = []
  const waiting: (() => void)[] = []
  return {
    hear: (event: RecordSubscription<RecordModel>) => {
      got.push(event)
      for (const wake of waiting.splice(0)) wake()
    },
    async next(fits: (event: RecordSubscription<RecordModel>) => boolean) {
      for (;;) {
        const found = got.find(fits)
        if (found) return found
        await new Promise<void>(done => waiting.push(done))
      }
    },
    got,
  }
}

describe('the official client', () => {
  it('signs in, refuses a wrong password, and renews', async () => {
    const pb = await client(people.clerk)
    expect(pb.authStore.isValid).toBe(true)
    expect((await pb.collection('users').authRefresh()).record.email).toBe('gridina@zhetisu.example')
    const stranger = new PocketBase(inject('url'))
    const wrong = await refusal(stranger.collection('users').authWithPassword('gridina@zhetisu.example', 'no'))
    expect(wrong.status).toBe(400)
  })

  it('creates, reads, changes and archives by the rules', async () => {
    const pb = await client(people.clerk)
    const supplier = await pb.collection('base_counterparty').getFirstListItem('name ~ "Сарыарқа"')
    const title = unique('SDK')
    const body = { title, supplier: supplier.id, amount: '120000.50', pay_deadline: '2027-12-10', basis: 'act' }
    const made = await pb.collection(payments).create(body)
    expect(made).toMatchObject({ title, amount: '120000.50', currency: 'KZT', status: 'new' })
    expect(made.number).toMatch(/^RQ-\d{4}-\d{5}$/)

    const changed = await pb.collection(payments).update(made.id, { purpose: 'За ремонт' })
    expect(changed.purpose).toBe('За ремонт')

    const one = await pb.collection(payments).getOne(made.id, { expand: 'supplier' })
    expect(one.expand?.supplier.name).toContain('Сарыарқа')
    const first = await pb.collection(payments).getFirstListItem(pb.filter('title = {:title}', { title }))
    expect(first.id).toBe(made.id)
    const list = await pb.collection(payments).getList(1, 5, { filter: 'amount >= 100000', sort: '-amount' })
    expect(list.items.length).toBe(5)
    const amounts = list.items.map(item => Number(item.amount))
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a))
    expect(list.totalItems).toBeGreaterThan(5)

    expect((await refusal(pb.collection(payments).delete(made.id))).status).toBe(403)
  })

  it('archives what it deletes', async () => {
    const pb = await client(people.accountant)
    const items = pb.collection('backoffice_expense_item')
    const item = await items.create({ code: unique('A'), title: 'На один раз' })
    expect(await items.delete(item.id)).toBe(true)
    const left = await items.getList(1, 1, { filter: pb.filter('code = {:code}', { code: item.code }) })
    expect(left.totalItems).toBe(0)
    expect((await items.getOne(item.id)).archived).not.toBe('')
  })

  it('names each field at fault in the shape the client knows', async () => {
    const pb = await client(people.clerk)
    const error = await refusal(pb.collection(payments).create({ title: unique('Без полей'), currency: 'USD' }))
    expect(error.status).toBe(400)
    expect(Object.keys(error.response.data).sort()).toEqual([
      'amount',
      'amount_tenge',
      'basis',
      'pay_deadline',
      'supplier',
    ])
    expect(error.response.data.amount.code).toBe('field_required')
    expect(error.response.data.amount.message).not.toBe('')
    const status = await refusal(pb.collection(payments).create({ title: 'x', status: 'closed' }))
    expect(status.response.data.status.code).toBe('status_by_transition')
  })

  it('hears of changes to a collection and to one record', async () => {
    const watching = await client(people.coordinator)
    const all = inbox()
    await watching.collection(payments).subscribe('*', all.hear)
    const clerk = await client(people.clerk)
    const made = await payment(clerk, unique('Realtime'))
    const created = await all.next(e => e.record.id === made.id && e.action === 'create')
    expect(created.record.amount).toBe('98000.00')

    const one = inbox()
    await watching.collection(payments).subscribe(made.id, one.hear)
    await clerk.collection(payments).update(made.id, { purpose: 'Другое назначение' })
    const updated = await one.next(e => e.action === 'update')
    expect(updated.record).toMatchObject({ id: made.id, purpose: 'Другое назначение' })
    await watching.realtime.unsubscribe()
  })

  it('does several things in one batch, or none', async () => {
    const operator = new PocketBase(inject('url'))
    const [email, password] = ['operator@zhetisu.example', 'operator-of-tests']
    execFileSync(program(), ['superuser', 'upsert', email, password, '--dir', inject('dir')])
    await operator.collection('_superusers').authWithPassword(email, password)
    await operator.settings.update({ batch: { enabled: true, maxRequests: 10, timeout: 10 } })
    const pb = await client(people.clerk)
    const { supplier } = await pb.collection(payments).getOne((await payment(pb, unique('Образец'))).id)
    const body = (title: string) => ({ title, supplier, amount: '1000', pay_deadline: '2027-12-10', basis: 'act' })
    const titles = [unique('Пачка'), unique('Пачка'), unique('Пачка')]
    const good = pb.createBatch()
    good.collection(payments).create(body(titles[0] ?? ''))
    good.collection(payments).create(body(titles[1] ?? ''))
    expect((await good.send()).map(r => r.status)).toEqual([200, 200])

    const bad = pb.createBatch()
    bad.collection(payments).create(body(titles[2] ?? ''))
    bad.collection(payments).create({ title: 'без суммы' })
    const error = await refusal(bad.send())
    expect(error.status).toBe(400)
    const kept = await pb.collection(payments).getList(1, 1, { filter: pb.filter('title = {:t}', { t: titles[2] }) })
    expect(kept.totalItems).toBe(0)
  })

  it('gives a file to those who may see it, by a token', async () => {
    const pb = await client(people.clerk)
    const made = await payment(pb, unique('Файл'))
    const text = '%PDF-1.4\n%%EOF\n'
    const form = new FormData()
    form.append('invoice_file', new Blob([text], { type: 'application/pdf' }), 'invoice.pdf')
    const record = await pb.collection(payments).update(made.id, form)
    const url = pb.files.getURL(record, record.invoice_file)
    expect((await fetch(url)).status).toBe(404)
    const token = await pb.files.getToken()
    const got = await fetch(pb.files.getURL(record, record.invoice_file, { token }))
    expect(await got.text()).toBe(text)
    const stranger = await client(people.outsider)
    const other = pb.files.getURL(record, record.invoice_file, { token: await stranger.files.getToken() })
    expect((await fetch(other)).status).toBe(404)
  })
})

describe('a person who sees the record but not its amount', () => {
  const amount = '77123.45'
  const hidden = /77\s?123|7712345/

  it('finds the amount nowhere', async () => {
    const clerk = await client(people.clerk)
    const title = unique('Для подрядчика')
    const made = await toApproval(await payment(clerk, title, { amount }))
    const outsider = await client(people.outsider)
    const heard = inbox()
    await outsider.collection(payments).subscribe('*', heard.hear)

    const coordinator = await client(people.coordinator)
    const watchers = [outsider.authStore.record?.id]
    await coordinator.collection(payments).update(made.id, { watchers })
    await call(coordinator, 'POST', `/comments/${payments}/${made.id}`, { text: 'Посмотрите', mentions: watchers })

    const one = await outsider.collection(payments).getOne(made.id)
    expect(one.title).toBe(title)
    expect(one).not.toHaveProperty('amount')
    const list = await outsider.collection(payments).getFullList()
    expect(list.map(r => r.id)).toContain(made.id)

    const seen = [one, list, heard.got]
    for (const path of [
      `/card/${payments}/${made.id}`,
      `/history/${payments}/${made.id}`,
      `/lists/${payments}?limit=50`,
      '/home',
      '/inbox?tab=watch',
      `/search?q=${encodeURIComponent(title)}`,
      '/notifications',
      '/meta',
    ]) {
      seen.push(await call(outsider, 'GET', path))
    }
    for (const answer of seen) expect(JSON.stringify(answer)).not.toMatch(hidden)

    // Asking about it indirectly is refused, not answered.
    for (const options of [{ filter: `amount = ${amount}` }, { sort: 'amount' }]) {
      expect((await refusal(outsider.collection(payments).getList(1, 5, options))).status).toBe(400)
    }
    expect((await refusal(call(outsider, 'GET', `/lists/${payments}?sort=amount`))).status).toBe(400)
    const changed = await refusal(outsider.collection(payments).update(made.id, { amount: '1' }))
    expect(changed.response.data.amount.code).toBe('unknown_field') // as a name that nobody has declared
  })
})
