import { Empty } from '../parts/Empty'

/** An address that leads nowhere. */
export function NotHere() {
  return (
    <main className="main" id="main">
      <Empty
        title="There is nothing at this address."
        doors={
          <a className="btn" href="/console/">
            Go to my work
          </a>
        }
      >
        The ticket or page may have moved. Search with Ctrl K.
      </Empty>
    </main>
  )
}
