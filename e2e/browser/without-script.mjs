// The portal without JavaScript: asking, answering and confirming work, and the
// form whose button is pressed twice asks once.
import { act, desk, same } from './stage.mjs'

const subject = 'Headset hums'

await act(async (stage) => {
  const ann = await stage.customer('ann', desk.people.ann, { javaScriptEnabled: false })
  await ann.getByRole('link', { name: 'New request' }).first().click()
  await ann.getByLabel('In one line').fill(subject)
  await ann.getByLabel('What happened?').fill('On every call since the move.')
  await ann.getByRole('button', { name: 'Send' }).dblclick()
  await ann.getByRole('heading', { name: subject }).waitFor()
  stage.done('Ann asked, with a nervous finger')

  await ann.goto('/requests')
  same(await ann.getByRole('link', { name: new RegExp(subject) }).count(), 1, 'the requests')
  await ann.getByRole('link', { name: new RegExp(subject) }).click()
  await ann.getByRole('textbox', { name: /^Write to|^Add|^Answer/ }).first().fill('It is the left ear.')
  await ann.getByRole('button', { name: 'Send' }).click()
  await ann.getByText('It is the left ear.').first().waitFor()
  await ann.getByRole('button', { name: 'Yes, it is solved' }).click()
  await ann.getByText(/^Closed/).first().waitFor()
  stage.done('Ann answered and closed it herself')
})
