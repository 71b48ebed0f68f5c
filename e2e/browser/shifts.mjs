// Who works when: Tom is on a break and is given nothing, Lea plans the
// weeks of two, and Tom and Otto swap a day.
import { act, findings, refOf, same, toast } from './stage.mjs'

await act(async (stage) => {
  stage.refused = ['/queue/next']
  const [ann, tom, otto, lea] = await Promise.all([stage.customer('ann'), ...['tom', 'otto', 'lea'].map((who) => stage.agent(who))])
  stage.done('four people are signed in')
  await rests(stage, ann, tom)
  await plans(stage, lea)
  await proposes(stage, tom)
  await accepts(stage, otto)
  for (const page of [tom, lea]) {
    await nextWeek(page)
    await swapped(page)
  }
  stage.done('Tom and Lea see the swapped days')
})

/** says picks from the menu of one's own. */
async function says(page, choice) {
  await page.locator('button.me').click()
  await page.getByRole('menuitem', { name: choice }).click()
}

async function rests(stage, ann, tom) {
  const subject = 'Badge opens no door'
  await ann.getByRole('link', { name: 'New request' }).first().click()
  await ann.getByLabel('In one line').fill(subject)
  await ann.getByLabel('What happened?').fill('The light stays red.')
  await ann.getByRole('button', { name: 'Send' }).click()
  await ann.getByRole('heading', { name: subject }).waitFor()
  const ref = refOf(ann)

  await tom.goto('/console/queue/mine')
  const next = tom.getByRole('button', { name: /^Give me the next one/ })
  await next.waitFor()
  await says(tom, /^Break for 15 minutes, back \d\d:\d\d/)
  await tom.locator('button.me').getByText(/^Back \d\d:\d\d/).waitFor()
  await next.click()
  await toast(tom).getByText(/^Rest is a rule: you are on a break/i).waitFor()
  same(new URL(tom.url()).pathname, '/console/queue/mine', 'where Tom is')
  stage.done('Tom is on a break, and is given nothing')

  await says(tom, 'I am here')
  await toast(tom).getByText(/You are here/).waitFor()
  await next.click()
  await tom.getByRole('heading', { name: subject, level: 1 }).waitFor()
  same(refOf(tom), ref, 'the next one')
  stage.done('back, he is given what waited')
}

/** nextWeek opens the plan of next week: all of it is still to come, whatever day it is. */
async function nextWeek(page) {
  await page.goto('/console/shifts')
  await page.getByRole('table', { name: 'Shifts of the week' }).waitFor()
  await page.getByRole('button', { name: 'The week after, N' }).click()
  await page.waitForURL(/week=/)
}

/** day is a cell of the plan, as it is read out. */
function day(page, who, weekday, holds) {
  const cell = new RegExp(`^${who}, ${weekday} .*: ${holds}$`)
  return page.getByRole('table', { name: 'Shifts of the week' }).getByRole('button', { name: cell })
}

async function plans(stage, lea) {
  await nextWeek(lea)
  for (const [who, off] of [['Tom First', ['Thu', 'Fri']], ['Otto Early', ['Mon', 'Tue', 'Wed']]]) {
    await lea.getByTitle('Plan their week').filter({ hasText: who }).click()
    const sheet = lea.getByRole('dialog', { name: `${who}, every week` })
    for (const name of off) await sheet.getByText(name, { exact: true }).click()
    await sheet.getByRole('button', { name: 'Plan', exact: true }).click()
    await sheet.getByText(/09:00–17:00/).first().waitFor()
    same((await findings(lea)).join('\n'), '', 'what axe finds on a week that is planned')
    await sheet.getByRole('button', { name: 'Close', exact: true }).click()
    await sheet.waitFor({ state: 'detached' })
  }
  for (const weekday of ['Monday', 'Tuesday', 'Wednesday']) await day(lea, 'Tom First', weekday, '09:00–17:00').waitFor()
  for (const weekday of ['Thursday', 'Friday']) await day(lea, 'Otto Early', weekday, '09:00–17:00').waitFor()
  await day(lea, 'Tom First', 'Friday', 'free').waitFor()
  stage.done('Lea planned the weeks of Tom and Otto')
}

async function proposes(stage, tom) {
  await nextWeek(tom)
  await day(tom, 'Tom First', 'Monday', '09:00–17:00').click()
  await tom.getByRole('button', { name: 'Swap this shift…' }).click()
  const sheet = tom.getByRole('dialog', { name: /^Tom First, Monday/ })
  await sheet.getByLabel('To', { exact: true }).selectOption({ label: 'Otto Early' })
  const friday = sheet.getByLabel('In return I work').locator('option', { hasText: /^Fri/ })
  await sheet.getByLabel('In return I work').selectOption(await friday.getAttribute('value'))
  await sheet.getByLabel('Note').fill('My sister marries.')
  await sheet.getByRole('button', { name: 'Ask', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  await tom.getByRole('region', { name: 'Swaps' }).getByText('waits for an answer').waitFor()
  stage.done('Tom asked Otto to swap Monday for Friday')
}

async function accepts(stage, otto) {
  await nextWeek(otto)
  const swaps = otto.getByRole('region', { name: 'Swaps' })
  await swaps.getByText('My sister marries.').waitFor()
  same((await findings(otto)).join('\n'), '', 'what axe finds on a swap that waits')
  await swaps.getByRole('button', { name: 'Swap', exact: true }).click()
  await swaps.getByText('swapped', { exact: true }).waitFor()
  await swapped(otto)
  stage.done('Otto swapped, and his grid shows it')
}

/** swapped wants Monday with Otto and Friday with Tom; why a colleague is away is theirs to know. */
async function swapped(page) {
  await day(page, 'Otto Early', 'Monday', '09:00–17:00').waitFor()
  await day(page, 'Tom First', 'Friday', '09:00–17:00').waitFor()
  await day(page, 'Tom First', 'Monday', '(Swapped|Away) 09:00–17:00').waitFor()
  await day(page, 'Otto Early', 'Friday', '(Swapped|Away) 09:00–17:00').waitFor()
}
