// Every screen of a desk with a month of work on it, in light and in dark: axe
// finds nothing against WCAG 2.2 AA, no page complains, and nothing had to be
// stopped by the content policy.
import { act, desk, findings } from './stage.mjs'

const found = []

/** Sections whose records have a form of their own; the others share it. */
const records = /(people|teams|services|fields|organisations|skills|certifications|vendors|calendars|targets|routing)$/

await act(async (stage) => {
  stage.refused = ['/requests/new', '/requests/SL-999999']
  await bites(stage)
  await planScreens(stage)
  await Promise.all([agentScreens(stage), settingsScreens(stage), customerScreens(stage)])
  if (found.length > 0) throw new Error(`axe finds ${found.length}:\n  ${found.join('\n  ')}`)
})

/** look holds what is on screen against the rules, in both themes. */
async function look(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // A theme changes in a transition where one is left; its colours in between are nobody's.
    await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))))
    for (const f of await findings(page, colorScheme === 'dark')) found.push(`${name}, ${colorScheme}: ${f}`)
  }
}

/** bites proves that findings are found: a look that sees nothing anywhere would pass, too. */
async function bites(stage) {
  const page = await stage.page('a bad page')
  await page.setContent('<html lang="en"><title>Bad</title><p style="color:#ccc">faint</p><img src="data:,">')
  const all = (await findings(page)).join()
  if (!/color-contrast/.test(all) || !/image-alt/.test(all)) throw new Error(`axe sees only ${all}`)
  await page.context().close()
}

async function agentScreens(stage) {
  const stranger = await stage.page('nobody')
  await stranger.goto('/console/')
  await stranger.getByLabel('Address').waitFor()
  await look(stranger, 'sign-in')
  await stranger.context().close()

  const page = await stage.agent('second line')
  for (const scope of ['mine', 'l2']) {
    await page.goto(`/console/queue/${scope}`)
    await page.locator('[data-row]').first().or(page.getByText('Nothing waiting')).first().waitFor()
    await look(page, `queue ${scope}`)
  }
  await page.keyboard.press('x')
  await look(page, 'queue with a selection')
  await page.goto('/console/queue/l2')
  await page.locator('[data-row]').first().press('Enter')
  await page.getByRole('tablist', { name: 'Composer' }).waitFor()
  await look(page, 'ticket')
  await page.keyboard.press('n')
  await look(page, 'ticket with a note')
  await page.keyboard.press('Escape')
  await dialogs(page)

  for (const box of ['', '?box=sent', '?box=returned']) {
    await page.goto(`/console/handovers${box}`)
    await page.locator('[data-handover]').first().or(page.getByText(/^Nothing/)).first().waitFor()
    await look(page, `inbox ${box}`)
  }
  await page.goto('/console/handovers')
  await page.locator('[data-handover]').first().click()
  await page.getByRole('button', { name: 'Return', exact: true }).click()
  await page.getByRole('dialog', { name: /^Return to/ }).waitFor()
  await look(page, 'return form')

  await page.goto('/console/new')
  await page.getByRole('heading', { name: 'New ticket' }).waitFor()
  await look(page, 'new ticket')
  await page.context().close()

  const first = await stage.agent('first line')
  for (const state of ['', '?state=learnt']) {
    await first.goto(`/console/lessons${state}`)
    await first.locator('[data-lesson]').first().or(first.getByText(/^No(thing| lesson)/)).first().waitFor()
    await look(first, `lessons ${state}`)
  }
  await first.context().close()
  stage.done('the agents’ screens')
}

/** planScreens are those of who plans: shifts, who knows what, the makers, and major incidents. */
async function planScreens(stage) {
  const page = await stage.agent('planner', desk.people.administrator)
  for (const [at, name] of [['shifts', 'Shifts'], ['know-how', ''], ['vendors', 'Vendors'], ['incidents', 'Major incidents']]) {
    await page.goto(`/console/${at}`)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.waitForLoadState('networkidle')
    await look(page, at)
  }
  await page.goto('/console/shifts')
  await page.locator('[data-cell]').last().click()
  await page.getByRole('dialog').waitFor()
  await look(page, 'a day of the shifts')
  await page.context().close()
  stage.done('the planners’ screens')
}

/** dialogs opens what lies over a ticket, one after the other. */
async function dialogs(page) {
  for (const [key, name] of [['e', 'Hand over'], ['p', 'Priority'], ['Shift+P', 'Sort'], ['a', 'Who takes'], ['t', ''], ['m', 'Merge'], ['?', ''], ['Control+k', '']]) {
    await page.keyboard.press(key)
    const dialog = page.getByRole('dialog', name ? { name: new RegExp(`^${name}`) } : {}).first()
    await dialog.waitFor()
    if (key === 'e') await dialog.getByRole('textbox', { name: 'The ask' }).waitFor()
    await look(page, `over a ticket: ${name || key}`)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await page.keyboard.press('s')
  await page.getByLabel(/^What .* will read$/).waitFor()
  await look(page, 'solving a ticket')
}

async function settingsScreens(stage) {
  const page = await stage.agent('administrator')
  await page.goto('/console/settings/account')
  const nav = page.getByRole('navigation', { name: 'Settings' })
  await nav.waitFor()
  const sections = await nav.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  for (const section of sections) {
    await page.goto(section)
    await page.getByRole('heading').first().waitFor()
    await page.waitForLoadState('networkidle')
    await look(page, section)
    const record = page.locator(`main a[href^="${section}/"]`).first()
    if (!records.test(section) || (await record.count()) === 0) continue
    await record.click()
    await page.waitForLoadState('networkidle')
    await look(page, `${section}, one of them`)
  }
  await page.context().close()
  stage.done(`${sections.length} sections of the settings`)
}

async function customerScreens(stage) {
  const stranger = await stage.page('a stranger')
  await stranger.goto('/sign-in')
  await stranger.getByText('I have a password').click()
  await look(stranger, 'portal sign-in')
  await stranger.goto('/requests/SL-999999')
  await look(stranger, 'portal, not there')
  await stranger.context().close()

  const page = await stage.customer('customer')
  await look(page, 'portal home')
  await page.goto('/requests/new')
  await look(page, 'portal form')
  const send = page.getByRole('button', { name: 'Send' })
  await send.evaluate((button) => button.form.setAttribute('novalidate', '')) // the desk has to refuse it, not the browser
  await send.click()
  await page.getByRole('alert').waitFor()
  await look(page, 'portal form, refused')
  await page.goto('/requests')
  await look(page, 'portal requests')
  const requests = await page.locator('main a[href^="/requests/SL-"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  const kinds = new Map()
  for (const request of requests.slice(0, 8)) {
    await page.goto(request)
    const headline = (await page.locator('.now-l').innerText()).split(' ').slice(0, 2).join(' ')
    if (kinds.has(headline)) continue
    kinds.set(headline, request)
    await look(page, `portal ${request}`)
  }
  await page.goto('/requests/SL-999999')
  await look(page, 'portal, not theirs')
  stage.done(`the portal, with requests that say ${[...kinds.keys()].join(', ')}`)
}
