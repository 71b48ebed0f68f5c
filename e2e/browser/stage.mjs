// The stage of a browser story: one Chromium, a context for each person, and a
// watch on everything that a page complains about.
import { createRequire } from 'node:module'
import { join } from 'node:path'

// The packages belong to the console; this folder has none of its own.
const require = createRequire(new URL('../../web/console/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const { AxeBuilder } = require('@axe-core/playwright')

export const desk = JSON.parse(process.env.E2E_DESK)

/** How long a page may take for anything before the story gives up. */
const patience = 10_000

/** act runs a story; when it fails, every open page is kept as a picture. */
export async function act(story) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const stage = new Stage(browser)
  try {
    await story(stage)
    stage.quiet()
  } catch (err) {
    console.error(err)
    await stage.keep()
    process.exitCode = 1
  } finally {
    await browser.close()
  }
}

class Stage {
  people = new Map()
  complaints = []
  /** Pages that a story expects to be refused; Chromium prints that, too. */
  refused = []
  begun = performance.now()

  constructor(browser) {
    this.browser = browser
  }

  /** done notes a step, so that a failure shows how far it went. */
  done(step) {
    console.log(`${((performance.now() - this.begun) / 1000).toFixed(1).padStart(5)} s  ${step}`)
  }

  /** page opens a fresh browser for somebody. */
  async page(name, options = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      baseURL: desk.url,
      ...options,
    })
    context.setDefaultTimeout(patience)
    context.setDefaultNavigationTimeout(3 * patience)
    const page = await context.newPage()
    this.people.set(name, page)
    this.watch(name, page)
    return page
  }

  /** watch collects errors, what the content policy stopped, and answers that are the desk's fault. */
  watch(name, page) {
    page.on('pageerror', (err) => this.complaints.push(`${name}: ${err}`))
    page.on('console', (msg) => {
      if (msg.type() !== 'error') return
      // To ask who one is before signing in is answered 401, which Chromium prints.
      if (/401/.test(msg.text()) && /\/api\/v1\/(me|session)$/.test(msg.location().url)) return
      if (/40[349]|422/.test(msg.text()) && this.refused.some((path) => msg.location().url.endsWith(path))) return
      this.complaints.push(`${name}: ${msg.text()} ${msg.location().url}`)
    })
    page.on('response', (r) => {
      if (r.status() >= 500) this.complaints.push(`${name}: ${r.status()} from ${r.url()}`)
    })
  }

  /** quiet wants that no page complained. */
  quiet() {
    if (this.complaints.length > 0) throw new Error(`The pages complain:\n  ${this.complaints.join('\n  ')}`)
  }

  async keep() {
    for (const complaint of this.complaints) console.error(complaint)
    for (const [name, page] of this.people) {
      if (page.isClosed()) continue
      const path = join(process.env.E2E_KEEP ?? desk.failed, `${name}.png`)
      await page.screenshot({ path })
      console.error(`${name} was at ${page.url()}, seen in ${path}`)
    }
  }

  /** agent signs somebody in to the console. */
  async agent(name, who = desk.people[name], options) {
    const page = await this.page(name, options)
    await page.goto('/console/')
    await page.getByLabel('Address').fill(who.email)
    await page.getByLabel('Password').fill(who.password)
    await page.getByLabel('Password').press('Enter')
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    return page
  }

  /** customer signs somebody in to the portal. */
  async customer(name, who = desk.people[name], options) {
    const page = await this.page(name, options)
    await page.goto('/sign-in')
    await page.getByText('I have a password').click()
    await page.getByLabel('Your e-mail address').fill(who.email)
    await page.getByLabel('Password').fill(who.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'What do you need?' }).waitFor()
    return page
  }
}

/** The levels of WCAG 2.2 that a desk has to keep. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** findings holds a page against WCAG 2.2 AA as far as a machine can; of a second theme only the colours differ. */
export async function findings(page, colours) {
  // What passes need not be described node by node: that takes longer than to look.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const seen = await (colours ? axe.withRules(['color-contrast']) : axe.withTags(wcag)).analyze()
  return seen.violations.flatMap((v) =>
    v.nodes.slice(0, 4).map((n) => {
      const why = n.failureSummary.split('\n').slice(1).join(';').trim()
      return `${v.id}: ${v.help}\n      ${n.target.join(' ')}\n      ${why}`
    }),
  )
}

/** reloads asks for a page again until it shows something: the portal does not change by itself. */
export async function reloads(page, locator) {
  const giveUp = performance.now() + patience
  while (performance.now() < giveUp) {
    await page.reload()
    if (await locator.first().isVisible()) return
  }
  throw new Error(`no reload shows ${locator}`)
}

/** mail waits for a letter of the desk to somebody, by a word that it holds, and gives its text. */
export async function mail(to, word) {
  const letter = await fetch(`${desk.mail}?${new URLSearchParams({ to, word })}`)
  if (!letter.ok) throw new Error(`no mail to ${to} says “${word}”`)
  return letter.text()
}

/** silent wants that none of the words is anywhere in a text. */
export function silent(text, words, what) {
  for (const word of words) if (text.includes(word)) throw new Error(`${what} says “${word}”`)
}

/** refOf is the number of the ticket that a page is about. */
export const refOf = (page) => new URL(page.url()).pathname.split('/').at(-1)

/** toast is the line that says what just happened. */
export const toast = (page) => page.getByRole('group', { name: 'What just happened' })

/** dismiss takes the toast away: what it held back happens now. */
export async function dismiss(page, text) {
  const t = toast(page).filter({ hasText: text })
  await t.getByRole('button', { name: 'Dismiss' }).click()
  await t.waitFor({ state: 'detached' })
}

/** same wants two values to be equal. */
export function same(got, want, what) {
  if (got !== want) throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`)
}
