// The portal works without this. It spares a second click a second request to
// the server, and says before an upload what would be refused after it.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!form.matches('[data-once]')) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = '1'
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true')
})

// A page that comes back from the browser's memory may be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('[data-sent]')) {
    delete form.dataset.sent
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled')
  }
})

document.addEventListener('change', (event) => {
  const input = event.target
  if (!input.matches('input[type=file][data-max]')) return
  const total = [...input.files].reduce((sum, file) => sum + file.size, 0)
  const tooMuch = total > Number(input.dataset.max)
  input.setCustomValidity(tooMuch ? 'These files are more than 25 MB together. Choose fewer or smaller ones.' : '')
  if (tooMuch) input.reportValidity()
})

// Whoever sets a desk up mostly sits where it is.
for (const zone of document.querySelectorAll('input[data-zone]')) {
  if (zone.value === 'UTC') zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}
