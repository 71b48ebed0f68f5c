// The same climb with the keyboard only: nobody touches a mouse, and nothing is
// focused but by keys.
import { act, desk, reloads, same, toast } from './stage.mjs'

const subject = 'The scanner sends empty pages'

await act(async (stage) => {
  const [ann, tom, mara] = await Promise.all([annSignsIn(stage), agentSignsIn(stage, 'tom'), agentSignsIn(stage, 'mara')])
  stage.done('three people are signed in')
  await annAsks(stage, ann)
  await tomHandsOver(stage, tom)
  await maraReturns(stage, mara)
  await tomHandsOverAgain(stage, tom)
  await maraSolves(stage, mara)
  await annConfirms(stage, ann)
  await tomLearns(stage, tom)
})

/** tabTo presses Tab until something has the focus. */
async function tabTo(page, locator) {
  const it = locator.first()
  await it.waitFor({ state: 'attached' })
  for (let i = 0; i < 120; i++) {
    if (await it.evaluate((el) => el === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${locator}`)
}

/** does goes to something and presses a key on it. */
async function does(page, locator, key = 'Enter') {
  await tabTo(page, locator)
  await page.keyboard.press(key)
}

/** writes goes to a field and types. */
async function writes(page, locator, text) {
  await tabTo(page, locator)
  await page.keyboard.type(text)
}

/** dismiss lets what the toast holds back happen now. */
async function dismiss(page, text) {
  const t = toast(page).filter({ hasText: text })
  await does(page, t.getByRole('button', { name: 'Dismiss' }))
  await t.waitFor({ state: 'detached' })
}

async function annSignsIn(stage) {
  const page = await stage.page('ann')
  await page.goto('/sign-in')
  await writes(page, page.getByLabel('Your e-mail address'), desk.people.ann.email)
  await does(page, page.locator('summary', { hasText: 'I have a password' }))
  await writes(page, page.getByLabel('Password'), desk.people.ann.password)
  await does(page, page.getByRole('button', { name: 'Sign in' }))
  await page.getByRole('heading', { name: 'What do you need?' }).waitFor()
  return page
}

async function agentSignsIn(stage, name) {
  const page = await stage.page(name)
  await page.goto('/console/')
  await page.getByLabel('Address').waitFor()
  await page.keyboard.type(desk.people[name].email) // the field has the focus already
  await page.keyboard.press('Tab')
  await page.keyboard.type(desk.people[name].password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  return page
}

async function annAsks(stage, ann) {
  await does(ann, ann.getByRole('link', { name: 'New request' }))
  await writes(ann, ann.getByLabel('In one line'), subject)
  await writes(ann, ann.getByLabel('What happened?'), 'Since this morning every page is white.')
  await does(ann, ann.getByRole('button', { name: 'Send' }))
  await ann.getByRole('heading', { name: subject }).waitFor()
  stage.done('Ann asked')
}

async function tomHandsOver(stage, tom) {
  await tom.keyboard.press('g')
  await tom.keyboard.press('1')
  await tom.getByRole('link', { name: subject }).waitFor()
  await tom.keyboard.press('j')
  await tom.keyboard.press('Enter')
  await tom.getByRole('heading', { name: subject, level: 1 }).waitFor()

  await tom.keyboard.press('Shift+P')
  const sort = tom.getByRole('dialog', { name: /^Sort/ })
  await tabTo(tom, sort.getByLabel('Urgency'))
  await tom.keyboard.press('ArrowUp')
  await does(tom, sort.getByRole('button', { name: 'Save' }))
  await sort.waitFor({ state: 'detached' })
  await tom.keyboard.press('a')
  await does(tom, tom.getByRole('dialog', { name: /^Who takes/ }).getByRole('button', { name: 'Me' }))
  await tom.getByText('You own it').waitFor()

  await tom.keyboard.press('n')
  await writes(tom, tom.getByRole('textbox', { name: 'Internal note' }), '- Cleaned the glass: no change\n\nI think the lamp is dead.')
  await tom.keyboard.press('Control+Enter')
  await tom.getByText('I think the lamp is dead.').first().waitFor()
  await tom.keyboard.press('Escape')

  await tom.keyboard.press('e')
  const sheet = await fill(tom, 'Change the lamp.')
  same(await sheet.getByLabel('Step 1', { exact: true }).inputValue(), 'Cleaned the glass', 'the step that the sheet knows')
  await tom.keyboard.press('Control+Enter')
  await toast(tom).filter({ hasText: 'handed over' }).waitFor()
  await tom.keyboard.press('z')
  const again = tom.getByRole('dialog', { name: /^Hand over/ })
  same(await again.getByRole('textbox', { name: 'The ask' }).inputValue(), 'Change the lamp.', 'the ask after the undo')
  await tom.keyboard.press('Control+Enter')
  await toast(tom).filter({ hasText: 'handed over' }).waitFor()
  stage.done('Tom handed it over, took it back, and handed it over')
}

/** fill writes into the sheet what only Tom knows: the rung, the reason, the ask. */
async function fill(tom, ask) {
  const sheet = tom.getByRole('dialog', { name: /^Hand over/ })
  await sheet.getByRole('textbox', { name: 'The ask' }).waitFor()
  await tom.keyboard.press('2')
  const reason = sheet.getByRole('button', { name: 'Access' })
  if ((await reason.getAttribute('aria-pressed')) !== 'true') await does(tom, reason, 'Space')
  await writes(tom, sheet.getByRole('textbox', { name: 'The ask' }), ask)
  const why = sheet.getByLabel('Why it goes all the same')
  if (await why.isVisible()) await writes(tom, why, 'she scans all day')
  return sheet
}

async function maraReturns(stage, mara) {
  await mara.keyboard.press('g')
  await mara.keyboard.press('h')
  await mara.getByText('Change the lamp.').first().waitFor()
  await mara.keyboard.press('Shift+R')
  const form = mara.getByRole('dialog', { name: /^Return to/ })
  await does(mara, form.getByLabel('Something else, see the note'), 'Space')
  await writes(mara, form.getByLabel(/^Note to/), 'Which model is it?')
  await mara.keyboard.press('Control+Enter')
  await dismiss(mara, 'returned')
  stage.done('Mara returned it')
}

async function tomHandsOverAgain(stage, tom) {
  await tom.getByText('Which model is it?').first().waitFor()
  await tom.keyboard.press('n')
  await writes(tom, tom.getByRole('textbox', { name: 'Internal note' }), '- Read the plate: it is a Halden 14')
  await tom.keyboard.press('Control+Enter')
  await tom.getByText('it is a Halden 14').first().waitFor()
  await tom.keyboard.press('Escape')
  await tom.keyboard.press('e')
  await fill(tom, 'Change the lamp of a Halden 14.')
  await tom.keyboard.press('Control+Enter')
  await toast(tom).filter({ hasText: 'handed over' }).waitFor()
  stage.done('Tom added the model and handed it over again')
}

async function maraSolves(stage, mara) {
  await mara.getByText('Change the lamp of a Halden 14.').first().waitFor()
  await mara.keyboard.press('a')
  await mara.getByRole('heading', { name: subject, level: 1 }).waitFor()
  await mara.getByText('You own it').waitFor()
  await mara.keyboard.press('s')
  await writes(mara, mara.getByLabel('What Ann will read'), 'The lamp is new. Please scan a page.')
  await writes(mara, mara.getByLabel('What it was'), 'The lamp was dead.')
  await writes(mara, mara.getByLabel('Or why it is not'), 'Seen for the first time')
  await does(mara, mara.getByRole('radio', { name: 'Yes' }), 'Space')
  await writes(mara, mara.getByLabel('The lesson'), 'Look whether the lamp shines.')
  await mara.keyboard.press('Control+Enter')
  await dismiss(mara, 'solved')
  await mara.getByText('The lamp is new.').first().waitFor()
  stage.done('Mara took it and solved it')
}

async function annConfirms(stage, ann) {
  const solved = ann.getByRole('button', { name: 'Yes, it works' })
  await reloads(ann, solved)
  await does(ann, solved)
  await tabTo(ann, ann.getByRole('radio'))
  await ann.keyboard.press('ArrowRight')
  await does(ann, ann.getByRole('button', { name: 'Send' }))
  await ann.getByRole('status').first().waitFor()
  stage.done('Ann confirmed and rated it')
}

async function tomLearns(stage, tom) {
  await tom.keyboard.press('g')
  await tom.keyboard.press('l')
  await tom.getByRole('listitem', { name: 'Look whether the lamp shines.' }).waitFor()
  await tom.keyboard.press('j')
  await tom.keyboard.press('a')
  await tom.getByText('No lesson waits for you.').waitFor()
  stage.done('Tom knows the lesson')
}
