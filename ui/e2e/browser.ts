import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import PocketBase from 'pocketbase'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { emailOf, type Person, password } from './people.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's Chromium, rather without a window: since version 156 that costs a process for every page. */
const withWindows = '/usr/bin/chromium'
const installed = ['/usr/bin/chromium-headless-shell', withWindows] as const

/** A busy machine is given more time: E2E_PATIENCE=4. */
const patience = Number(process.env.E2E_PATIENCE ?? 1)

let browser: Browser

/** One browser for the tests of a file; a whole one where pages use what only that has: notifications, a pointer. */
export function withBrowser({ whole = false } = {}): void {
  beforeAll(async () => {
    const named = whole ? process.env.CHROMIUM_WHOLE : process.env.CHROMIUM
    const executablePath = named ?? (whole ? withWindows : (installed.find(existsSync) ?? installed[0]))
    browser = await chromium.launch({ executablePath, args: flags })
  })
  afterAll(() => browser?.close())
}

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/**
 * A browser of somebody's own, where nobody is signed in yet. Any error on the page, and anything that its security
 * policy forbids, fails the test that closes it.
 */
export async function stranger(url = inject('url'), options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'ru-RU',
    timezoneId: 'Asia/Almaty',
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(15_000 * patience)
  closeBehind(context)
  const page = await context.newPage()
  page.on('pageerror', error => errors.push(`${page.url()}: ${error.message}`))
  page.on('console', said => {
    if (/Content Security Policy|violates the following/.test(said.text())) errors.push(`${page.url()}: ${said.text()}`)
  })
  return page
}

/** What a test has opened goes with it: pages that nobody looks at any more take time from those that follow. */
function closeBehind(context: BrowserContext): void {
  try {
    onTestFinished(() => context.close())
  } catch {
    // opened for a whole file: it goes with the browser
  }
}

const errors: string[] = []

/** Nothing was thrown on any page so far. */
export const expectNoErrors = () => expect(errors.splice(0)).toEqual([])

/** A page of a person who is signed in already, as after yesterday's visit. */
export async function as(who: Person, options: BrowserContextOptions = {}): Promise<Page> {
  const url = inject('url')
  const pb = new PocketBase(url)
  await pb.collection('users').authWithPassword(emailOf(who), password)
  return signedIn(pb, options)
}

/** A page of whoever a client is signed in as. */
export async function signedIn(pb: PocketBase, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await stranger(pb.baseURL, options)
  const stored = JSON.stringify({ token: pb.authStore.token, record: pb.authStore.record })
  await page.addInitScript(text => {
    if (!localStorage.getItem('kontora.auth')) localStorage.setItem('kontora.auth', text)
  }, stored)
  return page
}

/** Keeps what the page looks like in the folder SHOTS, for who wants to look at it: light, dark, and as on a phone. */
export async function look(page: Page, name: string): Promise<void> {
  const dir = process.env.SHOTS
  if (!dir) return
  const size = page.viewportSize()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.screenshot({ path: `${dir}/${name}-${scheme}.png`, fullPage: true })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.screenshot({ path: `${dir}/${name}-phone.png`, fullPage: true })
  if (size) await page.setViewportSize(size)
}

/** Breaches of WCAG 2.2 A and AA on the page, named with the elements at fault. */
export async function breaches(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    type Result = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }
    const { axe } = window as unknown as { axe: { run: (where: Document, how: object) => Promise<Result> } }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)} — ${n.failureSummary ?? ''}`))
  })
}
