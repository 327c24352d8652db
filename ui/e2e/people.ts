import PocketBase from 'pocketbase'
import { inject } from 'vitest'

/** People of the demonstration company and what they do in it. */
export const people = {
  clerk: 'gridina', // asks for payments in a branch
  coordinator: 'pavlenko', // takes them on
  head: 'kim', // of that branch
  accountant: 'ospanova',
  bookkeeper: 'yerzhanova', // chief accountant: keeps counterparties
  director: 'litvinova', // of finance
  marketer: 'rakhimova', // takes on marketing requests
  administrator: 'tleubayev', // may change the configuration
  records: 'bekenova', // keeps regulations and who has read them
  lawyer: 'nurlanova', // keeps documents
  newcomer: 'serik', // changes the password
  outsider: 'lebedev', // contractor: sees no amounts
} as const
export type Person = (typeof people)[keyof typeof people]

export const password = 'kontora-demo'
export const emailOf = (who: Person) => `${who}@${who === people.outsider ? 'studio' : 'zhetisu'}.example`

/** The official client, signed in. */
export async function client(who: Person, url = inject('url')): Promise<PocketBase> {
  const pb = new PocketBase(url)
  pb.autoCancellation(false)
  await pb.collection('users').authWithPassword(emailOf(who), password)
  return pb
}

/** A route of Kontora's own, as a person. */
export function call<T>(pb: PocketBase, method: string, path: string, body?: unknown): Promise<T> {
  return pb.send<T>(`/api/kontora${path}`, { method, body: body as Record<string, unknown> | undefined })
}

export interface Made {
  id: string
  revision: number
}

/** Ids that the tests point at, by the names in the demonstration company. */
async function idOf(pb: PocketBase, type: string, filter: string): Promise<string> {
  return (await pb.collection(type).getFirstListItem(filter)).id
}

/** A payment of a clerk, made without the browser. */
export async function payment(pb: PocketBase, title: string, fields: object = {}): Promise<Made> {
  const made = {
    title,
    supplier: await idOf(pb, 'base_counterparty', 'name ~ "Сарыарқа"'),
    expense_item: await idOf(pb, 'backoffice_expense_item', 'title ~ "Ремонт помещений"'),
    amount: '98000',
    pay_deadline: '2027-12-10',
    basis: 'contract',
    purpose: 'За ремонт',
    ...fields,
  }
  return call<Made>(pb, 'POST', '/backoffice_payment', { fields: made })
}

/** Takes a payment on, as its coordinator does. */
export async function accepted(made: Made): Promise<Made> {
  const pb = await client(people.coordinator)
  const fields = { assignee: pb.authStore.record?.id }
  return call<Made>(pb, 'POST', `/backoffice_payment/${made.id}/accept`, { fields, revision: made.revision })
}

/** Takes a payment to the approval, as its coordinator does. */
export async function toApproval(made: Made): Promise<Made> {
  const taken = await accepted(made)
  return call<Made>(await client(people.coordinator), 'POST', `/backoffice_payment/${made.id}/submit`, {
    fields: { over_reason: overReason },
    revision: taken.revision,
  })
}

/** The demonstration has no budget for the month of these payments. */
export const overReason = 'Ремонт не ждёт'
