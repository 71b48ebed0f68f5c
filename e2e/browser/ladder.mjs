// The rules of the ladder: expiry, asking back, the third crossing, and a swarm.
import { act, findings, same, toast } from './stage.mjs'

await act(async (stage) => {
  const [tom, mara] = await Promise.all([stage.agent('tom'), stage.agent('mara')])
  stage.done('two people are signed in')
  await expires(stage, tom)
  await askedBack(stage, tom, mara)
  await together(stage, tom, mara)
  await toAndFro(stage, tom, mara)
})

/** asks opens a ticket for Ann, who is on the phone, and gives its ref. */
async function asks(tom, subject, service) {
  return tom.evaluate(
    async ([subject, service]) => {
      const headers = { 'Content-Type': 'application/json' }
      const all = await (await fetch('/api/v1/services')).json()
      const of = all.items?.find((s) => s.name === service)?.id
      const requester = { email: 'ann@acme.test' }
      const body = JSON.stringify({ subject, body: `${subject}. It began this morning.`, requester, service: of, channel: 'phone' })
      const r = await fetch('/api/v1/tickets', { method: 'POST', headers, body })
      return (await r.json()).ref
    },
    [subject, service],
  )
}

/** handsOver fills the sheet as far as it must be, and sends it. */
async function handsOver(page, ask, verb = /^Hand over/) {
  await page.keyboard.press('e')
  const sheet = page.getByRole('dialog', { name: /^Hand over SL-/ })
  await sheet.locator('textarea[name=ask]').fill(ask)
  const because = sheet.locator('textarea[name=because]')
  await sheet.getByText(/missing|complete/).first().waitFor()
  if (await because.isVisible()) await because.fill('They know it.')
  return { sheet, send: () => sheet.getByRole('button', { name: verb }).last().click() }
}

async function opens(page, ref, subject) {
  await page.goto(`/console/tickets/${ref}`)
  await page.getByRole('heading', { name: subject, level: 1 }).waitFor()
}

/** An offer to Mara that nobody answers in fifteen seconds goes to her whole team by itself, and comes back. */
async function expires(stage, tom) {
  const subject = 'Labels print twice'
  const ref = await asks(tom, subject, 'Printing')
  await opens(tom, ref, subject)
  const { sheet, send } = await handsOver(tom, 'Please look at the spooler.')
  await send()
  await sheet.waitFor({ state: 'detached' })
  await tom.getByText(/Nobody took it in time\. Anyone of Second line is asked now\./).first().waitFor({ timeout: 30_000 })
  stage.done('nobody answered: the next one is asked')
  await tom.getByText(/Nobody took it in time\. It is back with/).first().waitFor({ timeout: 40_000 })
  same(await tom.getByRole('button', { name: 'Withdraw' }).isVisible(), false, 'it is on offer no more')
  stage.done('nobody at all answered: it is back')
}

async function askedBack(stage, tom, mara) {
  const subject = 'Mail waits for an hour'
  const ref = await asks(tom, subject)
  await opens(tom, ref, subject)
  const { sheet, send } = await handsOver(tom, 'Please look at the queue.')
  await send()
  await sheet.waitFor({ state: 'detached' })
  await mara.goto('/console/handovers')
  await mara.getByRole('heading', { name: subject }).waitFor()
  await mara.keyboard.press('b')
  await mara.getByLabel(/What do you need to know/).fill('Which mailbox is it?')
  await mara.getByRole('button', { name: 'Ask', exact: true }).click()
  await mara.getByRole('region', { name: 'Asked back' }).getByText('Which mailbox is it?').waitFor()
  await tom.getByRole('region', { name: 'Asked back' }).getByText('Which mailbox is it?').waitFor()
  await keep(tom, 'asked-back')
  await tom.getByLabel('Your answer').fill('sales@acme.test')
  await tom.getByRole('button', { name: /^Answer/ }).click()
  await mara.getByText('sales@acme.test').first().waitFor()
  await keep(mara, 'asked-back-inbox')
  stage.done('Mara asked back, and Tom answered')
  await mara.keyboard.press('a')
  await mara.getByRole('heading', { name: subject, level: 1 }).waitFor()
}

async function together(stage, tom, mara) {
  const subject = 'Calls drop at noon'
  const ref = await asks(tom, subject)
  await opens(tom, ref, subject)
  await tom.keyboard.press('w')
  const form = tom.getByRole('dialog', { name: /^Look at SL-/ })
  await form.getByRole('button', { name: 'Add a person' }).click()
  await tom.getByRole('button', { name: /^Mara/ }).click()
  await form.getByLabel('What they are asked to look at').fill('Why at noon, every day?')
  await form.getByText(/asked Mara to look at it together/).waitFor()
  await keep(tom, 'swarm-form')
  await form.getByRole('button', { name: /^Ask them in/ }).click()
  const panel = tom.getByRole('region', { name: 'Swarm' })
  await panel.getByText('Why at noon, every day?').waitFor()
  stage.done('Tom asked Mara in')

  await opens(mara, ref, subject)
  const hers = mara.getByRole('region', { name: 'Swarm' })
  await hers.getByRole('button', { name: 'I look at it' }).click()
  await panel.getByText('looks').waitFor() // Tom sees it without a reload
  await hers.getByRole('button', { name: 'Book time' }).click()
  await mara.getByLabel('How long').fill('1 h 10 m')
  await mara.getByRole('button', { name: /^Book/ }).last().click()
  await hers.getByText('1 h 10 m booked').waitFor()
  await keep(mara, 'swarm')
  same((await findings(mara)).join('\n'), '', 'what axe finds on a ticket with a swarm')
  stage.done('Mara looks, and booked her time')

  await tom.getByRole('button', { name: 'Make it a handover' }).click()
  await tom.getByRole('button', { name: /^Hand over/ }).last().click()
  await toast(tom).getByText(/Mara .* has it now/).waitFor()
  await hers.waitFor({ state: 'detached' })
  await mara.getByText('You own it').waitFor()
  stage.done('the swarm became a handover in one step')
}

async function toAndFro(stage, tom, mara) {
  const subject = 'Nobody wants the scanner'
  const ref = await asks(tom, subject)
  await opens(tom, ref, subject)
  const first = await handsOver(tom, 'Please look at the scanner.')
  await first.send()
  await opens(mara, ref, subject)
  await mara.getByRole('button', { name: 'Accept' }).click()
  await mara.getByText('You own it').waitFor()
  const second = await handsOver(mara, 'You can do this at the desk.')
  await second.sheet.getByText('Back down to').click()
  await second.send()
  await second.sheet.waitFor({ state: 'detached' })
  await tom.getByRole('button', { name: 'Accept' }).click()
  await tom.getByText('You own it').waitFor()
  const third = await handsOver(tom, 'No: we cannot.')
  await third.sheet.getByText(/Sending it now starts a swarm of both/).waitFor()
  await keep(tom, 'ping-pong-sheet')
  await third.send()
  await toast(tom).getByText(/both teams look at it together now/).waitFor()
  await tom.getByRole('region', { name: 'Swarm' }).getByText(/It went to and fro/).waitFor()
  await keep(tom, 'ping-pong')
  stage.done('the third crossing became a swarm')
  await mara.getByRole('region', { name: 'Swarm' }).getByRole('button', { name: /owns it$/ }).click()
  await tom.getByRole('region', { name: 'Swarm' }).waitFor({ state: 'detached' })
  await mara.getByText('You own it').waitFor()
  stage.done('one of the two owns it')
}

/** keep takes a picture for whoever wants to look, and none otherwise. */
async function keep(page, name) {
  if (process.env.E2E_LOOK) await page.screenshot({ path: `${process.env.E2E_LOOK}/${name}.png` })
}
