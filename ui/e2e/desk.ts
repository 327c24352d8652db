import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import PocketBase from 'pocketbase'
import { call, type Made } from './people.ts'
import { program, type Server, serve } from './server.ts'

/** A small office of its own, from the pack beside this file: a route, a clock, tasks, a budget, substitution. */
export interface Desk {
  server: Server
  /** Ids of people and departments by name. */
  ids: Record<string, string>
  mail: (who: string) => string
  as: (who: string) => Promise<PocketBase>
}

const from = join(import.meta.dirname, 'desk')
export const password = 'desk-password-1'
const operator = 'operator@desk.example'
const mail = (who: string) => `${who}@desk.example`

export const names: Record<string, string> = {
  dir: 'Ерлан Байжанов',
  head: 'Руслан Идрисов',
  ann: 'Асель Жумабекова',
  fin: 'Ольга Литвинова',
  m1: 'Павел Гончар',
  m2: 'Мадина Касенова',
  m3: 'Тимур Сейтов',
}
const roles: Record<string, string[]> = {
  dir: ['desk/boss'],
  head: ['desk/clerk'],
  ann: ['desk/clerk'],
  fin: ['desk/fin'],
  m1: ['desk/member'],
  m2: ['desk/member'],
  m3: ['desk/member'],
}
const positions: Record<string, string> = { head: 'Руководитель отдела', fin: 'Финансист', dir: 'Директор' }

export async function openDesk(): Promise<Desk> {
  const server = await serve([], /Server started/, dir => {
    execFileSync(program(), ['apply', '--from', from, '--dir', dir], { stdio: 'pipe' })
    execFileSync(program(), ['superuser', 'upsert', operator, password, '--dir', dir], { stdio: 'pipe' })
  })
  const root = new PocketBase(server.url)
  root.autoCancellation(false)
  await root.collection('_superusers').authWithPassword(operator, password)
  const ids: Record<string, string> = {}
  const make = async (name: string, type: string, fields: object) => {
    ids[name] = (await call<Made>(root, 'POST', `/${type}`, { fields })).id
  }
  await make('co', 'desk_unit', { name: 'Компания', calendar: 'desk/office' })
  await make('sales', 'desk_unit', { name: 'Продажи', parent: ids.co, calendar: 'desk/office' })
  for (const who of Object.keys(names)) {
    const made = await root.collection('users').create({
      name: names[who],
      email: mail(who),
      password,
      passwordConfirm: password,
      verified: true,
      position: positions[who] ?? '',
      roles: roles[who],
      department: who === 'ann' || who === 'head' ? ids.sales : ids.co,
    })
    ids[who] = made.id
  }
  await call(root, 'PATCH', `/desk_unit/${ids.co}`, { fields: { head: ids.dir } })
  await call(root, 'PATCH', `/desk_unit/${ids.sales}`, { fields: { head: ids.head } })
  return { server, ids, mail, as: who => signIn(server.url, who) }
}

async function signIn(url: string, who: string): Promise<PocketBase> {
  const pb = new PocketBase(url)
  pb.autoCancellation(false)
  await pb.collection('users').authWithPassword(mail(who), password)
  return pb
}

/** An order that its author has sent to be approved. */
export async function sentOrder(desk: Desk, fields: object): Promise<Made> {
  const ann = await desk.as('ann')
  return call<Made>(ann, 'POST', '/desk_order', {
    fields: { subject: 'Щиты', amount: '300000', department: desk.ids.sales, ...fields },
    transition: 'submit',
  })
}

/** A vote, cast without the browser. */
export async function vote(desk: Desk, who: string, id: string, body: object): Promise<void> {
  await call(await desk.as(who), 'POST', `/desk_order/${id}/approvals/main`, body)
}

/** As the operator of the server. */
export async function operate<T>(desk: Desk, what: (pb: PocketBase) => Promise<T>): Promise<T> {
  const pb = new PocketBase(desk.server.url)
  await pb.collection('_superusers').authWithPassword(operator, password)
  return what(pb)
}
