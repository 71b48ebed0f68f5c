// A ticket goes to its maker. Tom sees what leaves before it leaves, Lena of the
// maker answers on her page, and Ann reads only what was written for her.
import { act, findings, mail, refOf, reloads, same, silent } from './stage.mjs'

const subject = 'Mailbox cannot be opened'
const ask = 'Tell us which build mends it.'
const seen = 'Ann Lee of Acme sees error 0x8004 on srv-mail.acme.lan (10.20.0.7).'
const told = 'The maker of your mail looks at it now. You hear from us by noon.'
const answer = 'Install build 4711: the index is rebuilt then.'

/** What must not leave the desk. */
const secrets = ['Ann', 'Lee', 'Acme', 'acme.lan', '10.20.0.7']

await act(async (stage) => {
  const [ann, tom] = await Promise.all([stage.customer('ann'), stage.agent('tom')])
  await ann.getByRole('link', { name: 'New request' }).first().click()
  await ann.getByLabel('In one line').fill(subject)
  await ann.getByLabel('What happened?').fill('It worked yesterday.')
  await ann.getByRole('button', { name: 'Send' }).click()
  await ann.getByRole('heading', { name: subject }).waitFor()
  const ref = refOf(ann)
  stage.done('Ann asked')

  await sends(stage, tom, ref)
  const lena = await answers(stage)
  await arrives(stage, tom)
  await reloads(ann, ann.getByText(told))
  silent(await ann.locator('main').innerText(), ['4711', 'Lena', 'NB-77', ask], 'Ann’s page')
  stage.done('Ann reads what was written for her, and nothing else')

  await closes(stage, tom)
  const page = new URL(lena.url()).pathname
  stage.refused = [page]
  await lena.goto(page)
  await lena.getByRole('heading', { name: 'This page is closed' }).waitFor()
  stage.done('Lena’s page is closed with the case')
})

async function sends(stage, tom, ref) {
  await tom.goto(`/console/tickets/${ref}`)
  await tom.getByRole('heading', { name: subject, level: 1 }).waitFor()
  await tom.getByRole('button', { name: 'More actions' }).click()
  await tom.getByRole('menuitem', { name: 'Send to its maker' }).click()
  const sheet = tom.getByRole('dialog', { name: new RegExp(`^Send ${ref} to its maker`) })
  // Nimbus is the only vendor, and chosen already: the form fills itself before Tom writes.
  const leaves = sheet.locator('pre')
  await leaves.filter({ hasText: subject }).waitFor()
  await sheet.getByLabel('What they are asked to do').fill(ask)
  await sheet.getByLabel('What is seen').fill(seen)
  await sheet.getByLabel('What Ann reads').fill(told)
  await leaves.filter({ hasText: ask }).filter({ hasText: '0x8004' }).waitFor()
  silent(await leaves.innerText(), secrets, 'what would leave')
  const taken = sheet.getByRole('list', { name: 'Taken out' })
  for (const word of ['Ann Lee', 'srv-mail.acme.lan', '10.20.0.7']) await taken.getByText(word, { exact: true }).waitFor()
  same((await findings(tom)).join('\n'), '', 'what axe finds on the maker’s sheet')
  stage.done('Tom sees what leaves, and what is taken out of it')
  await sheet.getByRole('button', { name: /^Send to Nimbus/ }).click()
  await sheet.waitFor({ state: 'detached' })
  await tom.getByText(/We wait for them since/).waitFor()
}

/** answers opens the link of the mail in a browser that knows nobody. */
async function answers(stage) {
  const letter = await mail('lena@nimbus.test', ask)
  silent(letter, secrets, 'the mail to the maker')
  const link = /https?:\/\/[^/\s]+(\/vendor\/[\w-]+)/.exec(letter)
  if (!link) throw new Error(`no link in ${letter}`)
  const lena = await stage.page('lena')
  await lena.goto(link[1])
  await lena.getByRole('heading', { name: subject }).waitFor()
  await lena.getByText(ask).first().waitFor()
  silent(await lena.content(), secrets, 'the maker’s page')
  for (const colorScheme of ['light', 'dark']) {
    await lena.emulateMedia({ colorScheme })
    same((await findings(lena, colorScheme === 'dark')).join('\n'), '', `what axe finds on the maker’s page, ${colorScheme}`)
  }
  await lena.getByLabel('Your answer').fill(answer)
  await lena.getByLabel('Your name').fill('Lena Hall')
  await lena.getByLabel('Your case number').fill('NB-77')
  await lena.getByRole('button', { name: 'Send' }).click()
  await lena.getByText('Thank you. We have your answer.').waitFor()
  await lena.getByText(answer).waitFor()
  stage.done('Lena answered on her page')
  return lena
}

/** arrives wants the answer on the ticket, without a reload. */
async function arrives(stage, tom) {
  await tom.getByText(answer).first().waitFor()
  await tom.getByText(/They answered since/).waitFor()
  await tom.getByText('Their number NB-77').waitFor()
  stage.done('Tom reads the answer, live')
}

async function closes(stage, tom) {
  await tom.getByRole('button', { name: '2 messages' }).click()
  const thread = tom.getByRole('dialog', { name: /with Nimbus$/ })
  await thread.getByText('Close the case').click()
  await thread.getByLabel('How it ended').selectOption('solved')
  await thread.getByRole('button', { name: /^Close V-/ }).click()
  await thread.waitFor({ state: 'detached' })
  await tom.getByText(/^Closed since/).waitFor()
  stage.done('Tom closed the case')
}
