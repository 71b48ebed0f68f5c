// The main job, from the customer's form to the lesson: Ann asks in the portal,
// Tom is first line, Mara second line, and all three are signed in at once.
import { act, dismiss, reloads, same, toast } from './stage.mjs'

const subject = 'VPN asks for a second code'

await act(async (stage) => {
  const [ann, tom, mara] = await Promise.all([
    stage.customer('ann'),
    stage.agent('tom'),
    stage.agent('mara'),
  ])
  await tom.goto('/console/queue/l1')
  await mara.goto('/console/handovers')
  await mara.getByText('Nothing to accept.').waitFor()
  stage.done('three people are signed in')

  const ref = await annAsks(stage, ann, tom)
  await tomTries(stage, tom)
  await tomHandsOver(stage, tom, mara, ref)
  await maraReturns(stage, mara, tom, ref)
  await tomHandsOverAgain(stage, tom)
  await maraAccepts(stage, mara, ann, ref)
  await maraSolves(stage, mara, ref)
  await annConfirms(stage, ann)
  await tomLearns(stage, tom)
})

async function annAsks(stage, ann, tom) {
  await ann.getByRole('link', { name: 'New request' }).first().click()
  await ann.getByLabel('In one line').fill(subject)
  await ann.getByLabel('What happened?').fill('Since Tuesday 09:10 the code that I type is refused.\n\nI need it by noon.')
  await ann.getByLabel('Files', { exact: true }).setInputFiles({
    name: 'screen.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('error 691: access denied'),
  })
  await ann.getByRole('button', { name: 'Send' }).click()
  await ann.getByRole('heading', { name: subject }).waitFor()
  const sent = performance.now()
  // An arrival never moves a list under the pointer: it shows at once only where there is nothing yet.
  await tom.getByRole('link', { name: subject }).waitFor({ timeout: 3000 })
  stage.done(`Tom sees it ${Math.round(performance.now() - sent)} ms after Ann, without a reload`)
  await ann.getByRole('link', { name: /screen\.txt/ }).first().waitFor()
  return new URL(ann.url()).pathname.split('/').at(-1)
}

async function tomTries(stage, tom) {
  await tom.getByRole('link', { name: subject }).click()
  await tom.getByRole('heading', { name: subject, level: 1 }).waitFor()
  await tom.getByRole('link', { name: /screen\.txt/ }).first().waitFor()

  await tom.keyboard.press('Shift+P')
  const sort = tom.getByRole('dialog', { name: /^Sort/ })
  await sort.getByLabel('Service').selectOption({ label: 'Other' })
  await sort.getByLabel('Impact').selectOption('3')
  await sort.getByLabel('Urgency').selectOption('2')
  await sort.getByRole('button', { name: 'Save' }).click()
  await sort.waitFor({ state: 'detached' })

  await tom.keyboard.press('a')
  await tom.getByRole('dialog', { name: /^Who takes/ }).getByRole('button', { name: 'Me' }).click()
  await tom.getByText('You own it').waitFor()
  await dismiss(tom, 'assigned to Tom First')

  await tom.getByRole('tab', { name: 'Internal note' }).click()
  await tom.getByRole('button', { name: 'Tried a step' }).click()
  await tom.getByLabel('Step that was tried').fill('Reset the password')
  await tom.getByLabel('What it showed').fill('no change')
  await tom.getByRole('textbox', { name: 'Internal note' }).fill('I think two sign-in policies apply to her.')
  await tom.getByRole('button', { name: 'Keep note' }).click()
  await tom.getByText('I think two sign-in policies apply to her.').first().waitFor()
  stage.done('Tom sorted it, took it and tried a step')
}

/** sheet fills what only Tom knows; the rest is there already. */
async function fillSheet(tom, ask) {
  const sheet = tom.getByRole('dialog', { name: /^Hand over/ })
  await sheet.getByRole('textbox', { name: 'The ask' }).fill(ask)
  const access = sheet.getByRole('button', { name: 'Access', exact: false })
  if ((await access.first().getAttribute('aria-pressed')) !== 'true') await access.first().click()
  return sheet
}

async function tomHandsOver(stage, tom, mara, ref) {
  await tom.getByRole('button', { name: 'Hand over' }).first().click()
  const sheet = await fillSheet(tom, 'Check which policies apply to Ann.')
  same(await sheet.getByLabel('Step 1', { exact: true }).inputValue(), 'Reset the password', 'the step that the sheet knows')
  await sheet.getByRole('button', { name: 'Reset the password' }).or(sheet.getByText('Tom, ')).first().waitFor()
  const why = sheet.getByLabel('Why it goes all the same')
  if (await why.isVisible()) await why.fill('she needs it at noon')
  await sheet.getByRole('button', { name: /^Hand over to/ }).click()
  await toast(tom).filter({ hasText: `${ref} handed over` }).waitFor()
  await mara.getByRole('button', { name: new RegExp(`^${ref}, `) }).waitFor()
  stage.done('Mara sees the offer, live')

  await toast(tom).getByRole('button', { name: /^Undo/ }).click()
  await mara.getByText('Nothing to accept.').waitFor()
  const again = tom.getByRole('dialog', { name: /^Hand over/ })
  same(await again.getByRole('textbox', { name: 'The ask' }).inputValue(), 'Check which policies apply to Ann.', 'the ask after the undo')
  stage.done('Tom takes it back: the sheet is as it was, Mara sees nothing')
  await again.getByRole('button', { name: /^Hand over to/ }).click()
  await mara.getByRole('button', { name: new RegExp(`^${ref}, `) }).waitFor()
  await dismiss(tom, `${ref} handed over`)
}

async function maraReturns(stage, mara, tom, ref) {
  await mara.getByRole('button', { name: new RegExp(`^${ref}, `) }).click()
  const doc = mara.getByRole('region', { name: `Handover ${ref}` })
  for (const said of ['Check which policies apply to Ann.', 'Reset the password', 'no change', 'noon'])
    await doc.getByText(said).first().waitFor()
  await doc.getByRole('button', { name: 'Return' }).click()
  const form = mara.getByRole('dialog', { name: /^Return to/ })
  await form.getByText('Something else, see the note').click()
  await form.getByLabel(/^Note to/).fill('Which code does she type: the app’s or the one by text?')
  await form.getByRole('button', { name: /^Return/ }).click()
  await dismiss(mara, `${ref} returned`)
  await tom.getByText('Which code does she type').first().waitFor()
  stage.done('Mara returned it with what is missing, and Tom sees it live')
}

async function tomHandsOverAgain(stage, tom) {
  await tom.getByRole('tab', { name: 'Internal note' }).click()
  await tom.getByRole('button', { name: 'Tried a step' }).click()
  await tom.getByLabel('Step that was tried').fill('Asked Ann for the code')
  await tom.getByLabel('What it showed').fill('it is the app’s')
  await tom.getByRole('textbox', { name: 'Internal note' }).fill('She uses the app.')
  await tom.getByRole('button', { name: 'Keep note' }).click()
  await tom.getByText('She uses the app.').first().waitFor()
  await tom.keyboard.press('e')
  const sheet = await fillSheet(tom, 'She types the app’s code: check which policies apply.')
  same(await sheet.getByLabel('Step 2', { exact: true }).inputValue(), 'Asked Ann for the code', 'the second step')
  const why = sheet.getByLabel('Why it goes all the same')
  if (await why.isVisible()) await why.fill('she needs it at noon')
  await sheet.getByRole('button', { name: /^Hand over to/ }).click()
  await dismiss(tom, 'handed over')
  stage.done('Tom added it and handed over again')
}

async function maraAccepts(stage, mara, ann, ref) {
  await mara.getByRole('button', { name: new RegExp(`^${ref}, `) }).click()
  await mara.getByRole('region', { name: `Handover ${ref}` }).getByRole('button', { name: 'Accept' }).click()
  await mara.getByRole('heading', { name: subject, level: 1 }).waitFor()
  await mara.getByText('You own it').waitFor()
  await ann.reload()
  const now = await ann.getByRole('region', { name: 'Where it is now' }).innerText()
  if (!/Mara/.test(now) || !/because/i.test(now)) throw new Error(`Ann reads: ${now}`)
  const page = await ann.locator('body').innerText()
  for (const inner of ['escalat', 'L2', 'two sign-in policies', 'Which code does she type', 'noon, because'])
    if (page.includes(inner)) throw new Error(`Ann can read “${inner}”`)
  stage.done(`Ann reads: ${now.split('\n').slice(0, 2).join(' ')}`)
}

async function maraSolves(stage, mara, ref) {
  await mara.keyboard.press('s')
  await mara.getByLabel('What Ann will read').fill('The second policy is off now. Please sign in again.')
  await mara.getByLabel('What it was').fill('Two sign-in policies applied.')
  await mara.getByLabel('Or why it is not').fill('Seen for the first time')
  await mara.getByRole('group', { name: /next time/ }).getByText('Yes').click()
  await mara.getByLabel('The lesson').fill('Look at the policy list first.')
  await mara.getByRole('button', { name: /^Resolve/ }).last().click()
  await dismiss(mara, `${ref} solved`)
  await mara.getByText('The second policy is off now.').first().waitFor()
  stage.done('Mara solved it and left a lesson')
}

async function annConfirms(stage, ann) {
  await reloads(ann, ann.getByText('The second policy is off now.'))
  await ann.getByRole('button', { name: 'Yes, it works' }).click()
  await ann.getByRole('group', { name: 'How easy was it to get help?' }).locator('label').last().click()
  await ann.getByRole('button', { name: 'Send' }).first().click()
  await ann.getByRole('status').first().waitFor()
  stage.done('Ann confirmed and rated it')
}

async function tomLearns(stage, tom) {
  await tom.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Lessons' }).click()
  const lesson = tom.getByRole('listitem', { name: 'Look at the policy list first.' })
  await lesson.getByText('Two sign-in policies applied.').waitFor()
  await lesson.getByRole('button', { name: 'I know this now' }).click()
  await tom.getByText('No lesson waits for you.').waitFor()
  stage.done('Tom knows the lesson')
}
