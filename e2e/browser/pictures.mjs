// The pictures of the documents, from the demo desk: 1440 × 900, in light, and
// the queue in dark as well.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { act, desk } from './stage.mjs'

const limit = 300_000 // bytes: they are cloned with the code

/** The request that the demo desk tells at length: its customer and its solver both have a picture of it. */
const hero = 'Video calls drop every few minutes at Gullstone depot'

await act(async (stage) => {
  const second = await stage.agent('second line')
  const ref = await called(second, hero)
  await second.goto(`/console/queue/l2?at=${ref}`)
  await second.locator('[data-row]').nth(8).waitFor()
  await second.getByRole('heading', { name: hero }).waitFor()
  await shoot(stage, second, 'console-queue')
  await second.emulateMedia({ colorScheme: 'dark' })
  await shoot(stage, second, 'console-queue-dark')
  await second.emulateMedia({ colorScheme: 'light' })

  await second.goto(`/console/tickets/${ref}`)
  await second.getByRole('tablist', { name: 'Composer' }).waitFor()
  await shoot(stage, second, 'console-ticket')

  await second.goto('/console/handovers')
  await second.locator('[data-handover]').first().click()
  await second.getByRole('button', { name: 'Accept', exact: true }).waitFor()
  await shoot(stage, second, 'console-inbox')

  const first = await stage.agent('first line')
  await first.goto(`/console/tickets/${await handable(first)}?do=hand-over`)
  const sheet = first.getByRole('dialog')
  await sheet.getByRole('textbox', { name: 'The ask' }).fill('Look at the switch in the hall with us: it drops this port.')
  await sheet.getByText(/filled from the timeline; (missing|complete)/).waitFor() // the desk has read the ask
  await sheet.getByRole('radiogroup', { name: 'Recipient' }).getByRole('radio').first().waitFor()
  await shoot(stage, first, 'console-handover')

  const customer = await stage.customer('customer')
  await customer.goto(`/requests/${ref}`)
  await shoot(stage, customer, 'portal-ticket')
})

/** ask asks the API as the page's person. */
async function ask(page, path) {
  return (await page.request.get(`/api/v1/${path}`)).json()
}

/** called finds a ticket by its subject. */
async function called(page, subject) {
  const { items } = await ask(page, 'tickets?state=unsolved&limit=200')
  return items.find((r) => r.subject === subject).ref
}

/** handable is the ticket on the first line whose handover is filled best from its timeline. */
async function handable(page) {
  const { items } = await ask(page, 'tickets?level=1&limit=60')
  const drafts = []
  for (const { ref } of items.filter((r) => !r.offer)) {
    const draft = await ask(page, `tickets/${ref}/handover-draft?direction=up`)
    const known = (draft.tried?.length ?? 0) + (draft.evidence?.length ?? 0) + (draft.hypothesis?.text ? 2 : 0)
    drafts.push({ ref, known })
  }
  return drafts.sort((a, b) => b.known - a.known)[0].ref
}

async function shoot(stage, page, name) {
  await page.waitForLoadState('load')
  await page.evaluate(() => document.fonts.ready)
  await page.mouse.move(720, 899)
  const path = join(desk.pictures, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  const { size } = await stat(path)
  if (size > limit) throw new Error(`${name}.png has ${size} bytes, the limit is ${limit}`)
  stage.done(`${name}.png, ${Math.round(size / 1000)} kB`)
}
