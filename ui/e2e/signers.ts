import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import PocketBase from 'pocketbase'
import { call, type Made } from './people.ts'
import { program, type Server, serve } from './server.ts'

const root = join(import.meta.dirname, '../..')
const operator = 'operator@sign.example'
export const password = 'signing-password-1'
export const pin = '482915'

/** A protocol that an engineer signs with a certificate, and a note that its reader signs by password. */
const lab = {
  'pack.json': { title: 'Лаборатория', requires: ['base'] },
  'types/protocol.json': signed('Протокол', 'nep'),
  'types/note.json': signed('Записка', 'simple'),
}

function signed(title: string, sign: string) {
  return {
    title,
    data: {
      properties: {
        title: { title: 'Что испытано', type: 'string' },
        result: { title: 'Результат', type: 'string', format: 'multiline' },
        photo: { title: 'Фото', 'x-file': { accept: ['image/*'] } },
        engineer: { title: 'Инженер', 'x-ref': 'base/user' },
        note: { title: 'Заметка', type: 'string' },
      },
      required: ['title', 'engineer'],
    },
    lifecycle: {
      states: {
        draft: 'Черновик',
        signing: { title: 'На подписании', phase: 'decision' },
        declined: 'Отклонён',
        done: { title: 'Подписан', phase: 'done' },
      },
      transitions: {
        submit: { title: 'На подписание', from: ['draft', 'declined'], to: 'signing', who: 'author' },
        complete: { from: 'signing', to: 'done', who: 'system' },
        decline: { from: 'signing', to: 'declined', who: 'system' },
        revise: {
          title: 'Изменить',
          from: ['signing', 'done'],
          to: 'signing',
          on_edit: ['title', 'result'],
          who: 'author',
        },
      },
    },
    approvals: {
      main: {
        title: 'Подпись',
        in: 'signing',
        covers: ['title', 'result', 'photo', 'engineer'],
        on: { approved: 'complete', rejected: 'decline' },
        steps: { engineer: { title: 'Инженер', who: 'engineer', sign } },
      },
    },
    edit: { 'title result photo engineer note': { 'draft declined signing done': ['author'] } },
    access: { all: { who: "role('base/employee')", read: '*', can: ['create', 'comment'] } },
  }
}

export interface Lab {
  server: Server
  ids: Record<string, string>
  as: (who: string) => Promise<PocketBase>
}

/** People of a laboratory: Anna and Boris write and sign, Clara issues certificates. */
export async function openLab(): Promise<Lab> {
  process.env.KONTORA_SIGN_SECRET = 'a secret of this test'
  const from = mkdtempSync(join(tmpdir(), 'kontora-lab-'))
  for (const part of ['schemas/base', 'rules/base']) cpSync(join(root, part), join(from, part), { recursive: true })
  for (const [file, text] of Object.entries(lab)) {
    const path = join(from, 'schemas/lab', file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(text))
  }
  const server = await serve([], /Server started/, dir => {
    execFileSync(program(), ['apply', '--from', from, '--dir', dir], { stdio: 'pipe' })
    execFileSync(program(), ['superuser', 'upsert', operator, password, '--dir', dir], { stdio: 'pipe' })
  })
  rmSync(from, { recursive: true, force: true })
  const owner = new PocketBase(server.url)
  owner.autoCancellation(false)
  await owner.collection('_superusers').authWithPassword(operator, password)
  const ids: Record<string, string> = {}
  for (const [who, full_name, roles] of [
    ['anna', 'Анна Складова', ['base/employee']],
    ['boris', 'Борис Ким', ['base/employee']],
    ['clara', 'Клара Ни', ['base/employee', 'base/certifier']],
  ] as const) {
    const email = `${who}@sign.example`
    const made = await owner
      .collection('users')
      .create({ full_name, email, password, passwordConfirm: password, verified: true, roles })
    ids[who] = made.id
    await call(owner, 'POST', `/users/${made.id}/activate`, { fields: {} })
  }
  const as = async (who: string) => {
    const pb = new PocketBase(server.url)
    pb.autoCancellation(false)
    await pb.collection('users').authWithPassword(`${who}@sign.example`, password)
    return pb
  }
  return { server, ids, as }
}

/** A certificate in force: a key with a PIN, a request, and whoever issues it. */
export async function certify(person: PocketBase, certifier: PocketBase, full_name: string): Promise<Made> {
  await call(person, 'POST', '/signature/key', { pin })
  const body = new FormData()
  const fields = { full_name, position: 'Инженер', snils: '112-233-445 95', passport: 'N 1', accepted: true }
  body.append('json', JSON.stringify({ fields }))
  body.append('agreement', new Blob(['%PDF-1.4\n'], { type: 'application/pdf' }), 'Соглашение.pdf')
  const made = await person.send<Made>('/api/kontora/base_signature_request', { method: 'POST', body })
  await call(person, 'POST', `/base_signature_request/${made.id}/submit`, { fields: {} })
  await call(certifier, 'POST', `/base_signature_request/${made.id}/issue`, { fields: {} })
  return made
}
