// A major incident: declared on Ann's ticket, Gus's is put below it, everybody is
// told in one go and solved in one go. Each reads their own, and nothing of the other.
import { act, findings, mail, refOf, reloads, same, silent, toast } from './stage.mjs'

const title = 'Mail cannot be sent'
const told = 'A disk of ours is full; we make room now.'
const solved = 'There is room again: mail goes out.'

await act(async (stage) => {
  const [ann, gus, ida, mara] = await Promise.all([stage.customer('ann'), stage.customer('gus'), stage.agent('ida'), stage.agent('mara')])
  const root = await asks(ann, 'Mail is down since the picnic of Acme')
  const child = await asks(gus, 'I cannot send mail')
  stage.done('Ann and Gus asked')

  await declares(stage, ida, mara, root)
  await gathers(stage, ida, root, child)
  await tells(stage, ida)
  // What is Ann's: her name, her firm, her words, her number.
  const anns = ['Acme', 'Ann', 'picnic', root]
  await reads(stage, gus, child, anns)
  await reloads(ann, ann.getByText(told))
  silent(await ann.locator('main').innerText(), ['Globex', 'Gus', child], 'Ann’s page')
  silent(await mail('gus@globex.test', told), anns, 'the mail to Gus')
  stage.done('both read it, and neither of the other')

  await ends(stage, ida, mara)
  for (const page of [ann, gus]) await reloads(page, page.getByRole('button', { name: 'Yes, it works' }))
  await gus.getByText(/This was part of a fault that hit many people/).waitFor()
  stage.done('it is solved for both')
})

async function asks(page, subject) {
  await page.getByRole('link', { name: 'New request' }).first().click()
  await page.getByLabel('In one line').fill(subject)
  await page.getByLabel('What happened?').fill('It is refused.')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('heading', { name: subject }).waitFor()
  return refOf(page)
}

async function declares(stage, ida, mara, root) {
  await ida.goto(`/console/tickets/${root}`)
  await ida.getByRole('heading', { name: 'Mail is down since the picnic of Acme', level: 1 }).waitFor()
  await ida.getByRole('button', { name: 'More actions' }).click()
  await ida.getByRole('menuitem', { name: 'Declare a major incident' }).click()
  const form = ida.getByRole('dialog', { name: `Declare ${root} a major incident` })
  const field = form.getByLabel('What does not work, in words for customers')
  same(await field.inputValue(), '', 'the title that is offered')
  await field.fill(title)
  await form.getByRole('button', { name: /^Declare/ }).click()
  await form.waitFor({ state: 'detached' })
  await mara.getByRole('status').getByRole('link', { name: new RegExp(title) }).waitFor()
  stage.done('Ida declared it, and every agent sees it, live')
}

async function gathers(stage, ida, root, child) {
  await ida.getByRole('button', { name: 'Add tickets' }).click()
  const form = ida.getByRole('dialog', { name: `Tickets that ${root} hits` })
  await form.getByLabel('Others, by number').fill(child)
  await form.getByRole('button', { name: /^Add 1 ticket/ }).click()
  await form.waitFor({ state: 'detached' })
  await ida.getByText('1 ticket below it, 1 open.').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await ida.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    same((await findings(ida, colorScheme === 'dark')).join('\n'), '', `what axe finds on a major incident, ${colorScheme}`)
  }
  stage.done('Gus’s ticket is below it')
}

async function tells(stage, ida) {
  await ida.getByRole('button', { name: 'Tell all' }).click()
  const form = ida.getByRole('dialog', { name: 'Tell everybody affected' })
  await form.getByLabel('What you tell them').fill(told)
  await form.getByLabel('They hear again').selectOption({ label: 'In 30 minutes' })
  await form.getByRole('button', { name: /^Tell all/ }).click()
  await form.waitFor({ state: 'detached' })
  await toast(ida).getByText('Everybody affected has been told').waitFor()
  stage.done('Ida told everybody')
}

async function reads(stage, gus, child, anns) {
  await reloads(gus, gus.getByText(told))
  await gus.getByText(`This is part of a fault that hits many people: ${title}.`).waitFor()
  await gus.getByText(/We write to you again by (\w+day )?\d\d:\d\d/).first().waitFor()
  silent(await gus.content(), anns, 'Gus’s page')
  same(refOf(gus), child, 'the page that Gus reads')
  same((await findings(gus)).join('\n'), '', 'what axe finds on Gus’s page')
  stage.done('Gus reads it on his page')
}

async function ends(stage, ida, mara) {
  await ida.getByRole('button', { name: 'Tell all' }).click()
  const form = ida.getByRole('dialog', { name: 'Tell everybody affected' })
  await form.getByLabel('What you tell them').fill(solved)
  await form.getByText(/^It is solved: resolve/).click()
  await form.getByLabel('What the cause was, for the desk').fill('A full disk.')
  await form.getByRole('button', { name: /^Resolve all/ }).click()
  await form.waitFor({ state: 'detached' })
  await mara.getByRole('status').getByRole('link', { name: new RegExp(title) }).waitFor({ state: 'detached' })
  stage.done('it is over')
}
