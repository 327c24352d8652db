import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The program itself, as users run it: one that was built, or built now. */
export function program(): string {
  const built = process.env.KONTORA_BIN ?? join(root, 'kontora')
  if (existsSync(built)) return built
  const made = join(mkdtempSync(join(tmpdir(), 'kontora-bin-')), 'kontora')
  execFileSync('go', ['build', '-o', made, '.'], { cwd: root, stdio: 'inherit' })
  return made
}

export interface Server {
  url: string
  dir: string
  said: () => string // printed so far
  stop: () => Promise<void>
}

/** Starts the program on a free port in a folder of its own, and waits until it prints what it is waited for. */
export async function serve(args: string[], ready: RegExp, prepare?: (data: string) => void): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'kontora-e2e-'))
  prepare?.(join(dir, 'data'))
  const address = `127.0.0.1:${await freePort()}`
  const child = spawn(program(), ['serve', ...args, '--dir', join(dir, 'data'), '--http', address], { cwd: dir })
  let printed = ''
  const said = () => printed
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk
      if (ready.test(printed)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', code => reject(new Error(`the server ended with ${code}:\n${printed}`)))
  })
  return { url: `http://${address}`, dir: join(dir, 'data'), said, stop: () => stop(child, dir) }
}

async function stop(child: ChildProcess, dir: string): Promise<void> {
  const ended = new Promise(done => child.once('exit', done))
  child.kill('SIGTERM')
  await ended
  rmSync(dir, { recursive: true, force: true })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
