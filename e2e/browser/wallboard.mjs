// The wallboard: hung up in the settings, opened once with its key, live without a
// keyboard, silent about customers, and dark when its key is revoked.
import { act, desk, same } from './stage.mjs'

const patience = { timeout: 15_000 }

/** open is the number that the board begins with. */
const open = (tv) => tv.locator('.wh .g strong').first()

await act(async (stage) => {
  const ada = await stage.agent('ada')
  await ada.goto('/console/settings/wallboards')
  await ada.getByRole('button', { name: 'New wallboard' }).first().click()
  await ada.getByLabel('Where it hangs').fill('Hall')
  await ada.getByLabel('At which rung').selectOption('2')
  await ada.getByRole('button', { name: 'Make the wallboard' }).click()
  const address = await ada.getByLabel('The address').inputValue()
  await ada.getByRole('button', { name: 'It hangs' }).click()
  stage.done('Ada hung a wallboard up')

  const tv = await stage.page('tv', { viewport: { width: 1920, height: 1080 } })
  await tv.goto(address)
  same(tv.url(), `${desk.url}/wallboard`, 'the address on the television')
  same((await tv.evaluate(() => document.cookie)).includes('slw_'), false, 'a script sees the key')
  const before = Number(await open(tv).innerText())
  stage.done('the television shows the board')

  const ann = await stage.customer('ann')
  await ann.getByRole('link', { name: 'New request' }).first().click()
  await ann.getByLabel('In one line').fill('Ann Lee of Acme cannot print')
  await ann.getByLabel('What happened?').fill('Nothing comes out.')
  await ann.getByRole('button', { name: 'Send' }).click()
  await ann.getByRole('heading', { name: 'Ann Lee of Acme cannot print' }).waitFor()
  await tv.getByText(String(before + 1), { exact: true }).first().waitFor(patience)
  same(Number(await open(tv).innerText()), before + 1, 'open tickets on the board')
  const shown = await tv.content()
  for (const name of ['Acme', 'Ann', 'print']) same(shown.includes(name), false, `the board names ${name}`)
  stage.done('it changed by itself, and names nobody')

  const cut = /\/wallboard\/(live|board)$/
  await tv.route(cut, (route) => route.abort())
  await tv.reload()
  await tv.getByText(/^No connection since \d\d:\d\d$/).waitFor({ timeout: 40_000 })
  await tv.unroute(cut)
  await tv.getByText(/^No connection since/).waitFor({ state: 'hidden', timeout: 40_000 })
  stage.complaints = stage.complaints.filter((c) => !/ERR_FAILED.*\/wallboard/.test(c))
  stage.done('it said that it was cut off, and came back')

  await ada.getByRole('button', { name: 'Revoke Hall' }).click()
  await ada.getByRole('button', { name: 'Send it dark' }).click()
  await tv.getByText(/key is unknown or was revoked/).waitFor(patience)
  stage.complaints = stage.complaints.filter((c) => !/401.*\/wallboard/.test(c))
  stage.done('a revoked key ends it')
})
