// The board looks after itself: it hears that something changed and fetches the
// board anew, lets its clocks tick, comes back after any pause for as long as it
// takes, and says since when it has heard nothing.
'use strict'
;(() => {
  const wall = document.getElementById('wall')
  const stale = document.getElementById('stale')
  const patience = 15000 // silence after which the board is called stale
  const anyway = 20000 // a board is fetched anew at least this often
  const minute = 60000

  let skew = 0 // what the desk's clock is ahead of this one's
  let zone = 0 // of the desk, in minutes
  let build = ''
  let heard = Date.now()
  let fetched = Date.now()
  let busy = false
  let again = false

  const now = () => Date.now() + skew

  /** learn takes the desk's time from a board that has just come. */
  function learn() {
    const board = wall.querySelector('main')
    skew = Number(board.dataset.now) - Date.now()
    zone = Number(board.dataset.zone)
    if (build && build !== board.dataset.build) location.reload()
    build = board.dataset.build
    tick()
  }

  async function refresh() {
    if (busy) {
      again = true
      return
    }
    busy = true
    try {
      const answer = await fetch('/wallboard/board', { cache: 'no-store', signal: AbortSignal.timeout(10000) })
      if (answer.status === 401) {
        location.reload() // it says why, in large letters
        return
      }
      if (answer.ok) {
        wall.innerHTML = await answer.text() // the desk's own page, which escapes what people wrote
        heard = fetched = Date.now()
        learn()
      }
    } catch {
      // Nobody is there just now; the next beat of ours asks again.
    }
    busy = false
    if (again) {
      again = false
      void refresh()
    }
  }

  function span(ms) {
    const m = Math.ceil(ms / minute)
    if (m < 60) return `${m} m`
    if (m < 600 && m % 60 !== 0) return `${Math.floor(m / 60)} h ${m % 60} m`
    if (m < 48 * 60) return `${Math.floor(m / 60)} h`
    return `${Math.floor(m / 1440)} d`
  }

  /** whole leaves the minutes away of what is over by hours. */
  function whole(ms) {
    return ms < 60 * minute ? ms : Math.floor(ms / (60 * minute)) * 60 * minute
  }

  function put(element, text) {
    if (element && element.textContent !== text) element.textContent = text
  }

  /** tick moves every clock on the board; one that turns does so in place. */
  function tick() {
    const at = now()
    const local = new Date(at + zone * minute)
    put(wall.querySelector('[data-clock]'), local.toISOString().slice(11, 16))
    for (const clock of wall.querySelectorAll('[data-due]')) {
      const left = Number(clock.dataset.due) - at
      const state = left < 0 ? 'late' : left <= 15 * minute ? 'soon' : 'ok'
      if (!clock.classList.contains(state)) {
        clock.classList.remove('late', 'soon', 'ok')
        clock.classList.add(state)
        void refresh() // it stands in another column now
      }
      put(clock.querySelector('[data-left]'), left < 0 ? `${span(whole(-left))} over` : span(left))
    }
    const silent = Date.now() - heard > patience
    stale.hidden = !silent
    if (silent) {
      const since = new Date(heard + skew + zone * minute)
      put(stale, `No connection since ${since.toISOString().slice(11, 16)}`)
    }
    if (Date.now() - fetched > anyway) {
      fetched = Date.now()
      void refresh()
    }
  }

  function listen() {
    const stream = new EventSource('/wallboard/live')
    const alive = () => {
      heard = Date.now()
    }
    stream.addEventListener('beat', alive)
    stream.addEventListener('changed', () => {
      alive()
      void refresh()
    })
    stream.addEventListener('ended', () => location.reload())
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return // the browser tries by itself
      stream.close()
      setTimeout(listen, 5000)
    }
  }

  /** On a screen of another size the whole board is made larger or smaller. */
  function size() {
    document.documentElement.style.zoom = String(Math.min(innerWidth / 1920, innerHeight / 1080))
  }

  addEventListener('resize', size)
  size()
  learn()
  listen()
  setInterval(tick, 1000)
})()
