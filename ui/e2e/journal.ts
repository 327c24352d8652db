import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import PocketBase from 'pocketbase'
import { call, type Made } from './people.ts'
import { program, type Server, serve } from './server.ts'

/** An operator and a subscriber with a site between them, and an active journal on it. */
export interface Journals {
  server: Server
  ids: Record<string, string>
  as: (who: string) => Promise<PocketBase>
}

const from = join(import.meta.dirname, '../..')
const operator = 'operator@journals.example'
const password = 'journals-password-1'

export async function openJournals(): Promise<Journals> {
  process.env.KONTORA_SIGN_SECRET = 'a secret of this test'
  const server = await serve([], /Server started/, dir => {
    execFileSync(program(), ['apply', '--from', from, '--dir', dir], { stdio: 'pipe' })
    execFileSync(program(), ['superuser', 'upsert', operator, password, '--dir', dir], { stdio: 'pipe' })
  })
  const root = new PocketBase(server.url)
  root.autoCancellation(false)
  await root.collection('_superusers').authWithPassword(operator, password)
  const ids: Record<string, string> = {}
  const make = async (by: PocketBase, name: string, type: string, fields: object) => {
    ids[name] = (await call<Made>(by, 'POST', `/${type}`, { fields })).id
  }
  const org = { kind: 'organization' }
  await make(root, 'oper', 'base_org_unit', { ...org, name: 'ООО Пожсервис', side: 'operator', tax_no: '7704010018' })
  await make(root, 'suba', 'base_org_unit', {
    ...org,
    name: 'АО Склады',
    side: 'subscriber',
    tax_no: '7704010020',
    served_by: ids.oper,
  })
  const people: [who: string, name: string, role: string, org: string][] = [
    ['admin', 'Олег Админов', 'op_admin', 'oper'],
    ['ivan', 'Иван Петров', 'op_staff', 'oper'],
    ['anna', 'Анна Складова', 'sub_staff', 'suba'],
    ['kira', 'Кира Кадрова', 'certifier', 'oper'],
  ]
  for (const [who, name, role, home] of people) {
    const made = await root.collection('users').create({
      full_name: name,
      email: `${who}@journals.example`,
      password,
      passwordConfirm: password,
      verified: true,
      roles: [role === 'certifier' ? 'base/certifier' : `journals/${role}`],
      org: ids[home],
      department: ids[home],
    })
    ids[who] = made.id
    await call(root, 'POST', `/users/${made.id}/activate`, {})
  }
  await make(root, 'site', 'journals_site', {
    name: 'Склад №3',
    code: 'СКЛ3',
    address: 'Тверь, Складская, 3',
    operator: ids.oper,
    subscriber: ids.suba,
    operator_staff: [ids.ivan],
    responsible_operator: [ids.ivan],
    responsible_subscriber: [ids.anna],
  })
  const as = async (who: string) => {
    const pb = new PocketBase(server.url)
    pb.autoCancellation(false)
    await pb.collection('users').authWithPassword(`${who}@journals.example`, password)
    return pb
  }
  const admin = await as('admin')
  const kinds = await admin.collection('journals_journal_kind').getFullList({ filter: 'code = "АПС"' })
  await make(admin, 'journal', 'journals_journal', { site: ids.site, kind: kinds[0]?.id })
  await call(admin, 'POST', `/journals_journal/${ids.journal}/open`, {})
  return { server, ids, as }
}
