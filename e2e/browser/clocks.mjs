// Clocks that turn while somebody looks. First line has twenty seconds to fix
// what is asked about the tills, and is warned after ten.
import { act, desk, same } from './stage.mjs'

const subject = 'Tills lose the price server'

await act(async (stage) => {
  const [ann, tom, near] = await Promise.all([stage.customer('ann'), stage.agent('tom'), stage.agent('tom at the ticket', desk.people.tom)])
  await Promise.all([tom, near].map((page) => page.goto('/console/queue/l1')))
  await tom.getByRole('button', { name: 'Next clock' }).waitFor()
  await near.getByRole('button', { name: 'Next clock' }).waitFor()
  await Promise.all([tom, near].map(stays))
  stage.done('two people are signed in, and nobody reloads from here on')

  const ref = await annAsks(stage, ann)
  await Promise.all([inTheList(stage, tom, ref), onTheTicket(stage, near)])
  await inOrder(stage, tom)
  await stayed(tom, 'the list')
  await promised(stage, ann)
})

/** stays marks a page: a reload would lose the mark. */
function stays(page) {
  return page.evaluate(() => {
    window.stays = true
  })
}

async function stayed(page, what) {
  same(await page.evaluate(() => window.stays === true), true, `${what} was never reloaded`)
}

async function annAsks(stage, ann) {
  await ann.getByRole('link', { name: 'Tills' }).first().click()
  await ann.getByLabel('In one line').fill(subject)
  await ann.getByLabel('What happened?').fill('Every hour, for a minute.')
  await ann.getByRole('button', { name: 'Send' }).click()
  await ann.getByRole('heading', { name: subject }).waitFor()
  stage.done('Ann asked')
  return new URL(ann.url()).pathname.split('/').at(-1)
}

/** turns waits for each state in turn, and wants none left out. */
async function turns(stage, page, clock, where) {
  for (const state of ['ok', 'soon', 'late']) {
    await clock.and(page.locator(`[data-clock=${state}]`)).waitFor({ timeout: 25_000 })
    stage.done(`${where} it is ${state}`)
  }
}

async function inTheList(stage, tom, ref) {
  const row = tom.locator(`li[data-ref="${ref}"]`)
  await turns(stage, tom, row.locator('[data-clock]'), 'in the list')
  await row.getByText('OLA').waitFor()
  await row.getByText('over', { exact: true }).waitFor()
  // Who does not see the colour hears it: assertive, since it is over.
  await tom.locator('[aria-live=assertive]').filter({ hasText: `${ref}: overdue` }).waitFor({ state: 'attached' })
}

async function onTheTicket(stage, near) {
  await near.getByRole('link', { name: subject }).click()
  await near.getByRole('heading', { name: subject, level: 1 }).waitFor()
  const clocks = near.getByRole('region', { name: 'Clocks' })
  await turns(stage, near, clocks.locator('[data-kind=work]'), 'on the ticket')
  // The desk has noticed too: once, on the timeline, live.
  await near.getByText(/To fix is over since/).first().waitFor({ state: 'attached' })
  await stayed(near, 'the ticket')
}

async function inOrder(stage, tom) {
  await tom.getByRole('button', { name: /Next two hours/ }).waitFor()
  await tom.getByRole('tab', { name: /Breaching today/ }).filter({ hasText: '1' }).waitFor()
  stage.done('it stands under the next two hours, and breaches today')
}

async function promised(stage, ann) {
  const next = ann.locator('.next')
  const said = await next.innerText()
  for (const words of ['The latest that we write to you.', 'The latest we expect this to be solved.'])
    if (!said.includes(words)) throw new Error(`Ann reads: ${said}`)
  const receipt = await ann.locator('main').innerText()
  if (!/We answer by \d\d:\d\d\. Solved by (\w+day )?\d\d:\d\d\./.test(receipt) && !/We answer by \w+day/.test(receipt))
    throw new Error(`Ann’s receipt says: ${receipt}`)
  for (const inner of ['SLA', 'OLA', 'breach', 'To fix']) if (receipt.includes(inner)) throw new Error(`Ann reads “${inner}”`)
  await ann.goto('/requests')
  await ann.getByText(/, answer by \d\d:\d\d|, answer by \w+day/).first().waitFor()
  stage.done('Ann reads what is promised, and nothing of our clocks')
}
