// A weight is tried on what was, before it holds: nothing is saved until it is.
import { act, findings, same, toast } from './stage.mjs'

const saved = (page) => page.evaluate(async () => (await (await fetch('/api/v1/routing/weights')).json()).weights)

await act(async (stage) => {
  const ada = await stage.agent('administrator')
  await ada.getByRole('link', { name: 'Settings' }).click()
  await ada.getByRole('link', { name: 'Who best' }).click()
  await ada.getByText('Move a weight, and what it would have done').waitFor()
  const before = await saved(ada)
  const more = before.load === 100 ? 0 : 100
  await ada.getByLabel('Load as a number').fill(String(more))
  await ada.getByText(`was ${before.load}`, { exact: true }).waitFor()
  const effect = ada.getByRole('region', { name: 'What they would have done' })
  await effect.getByRole('table', { name: 'Before and after' }).waitFor({ timeout: 30_000 })
  const said = await effect.locator('p').first().innerText()
  const all = /^(?:\d+|Not one) of (\d+) placements? in 90 days would have gone to somebody else\.$/.exec(said.trim())?.[1]
  if (!(Number(all) > 0)) throw new Error(`the effect says: ${said}`)
  same(await effect.getByRole('table').locator('tbody tr').count(), 5, 'rows of before and after')
  for (const colorScheme of ['light', 'dark']) {
    await ada.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    same((await findings(ada, colorScheme === 'dark')).join('\n'), '', `what axe finds beside the effect, ${colorScheme}`)
  }
  stage.done(said.trim())
  same(JSON.stringify(await saved(ada)), JSON.stringify(before), 'the weights before they are saved')

  await ada.getByRole('button', { name: /^Save/ }).click()
  await toast(ada).getByText('Weights saved.').waitFor()
  same(JSON.stringify(await saved(ada)), JSON.stringify({ ...before, load: more }), 'the weights after')
  await effect.waitFor({ state: 'detached' })
  await ada.reload()
  await ada.getByLabel('Load as a number').waitFor()
  same(await ada.getByLabel('Load as a number').inputValue(), String(more), 'the weight after a reload')
  stage.done('saved, it holds')
})
