import { Link } from '@tanstack/react-router'
import type { BackTest, EffectSide } from '../../../api/routing-types'
import { Icon } from '../../../parts/Icon'
import { plural } from '../../../words/desk'
import { moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import own from './Weights.module.css'

interface EffectProps {
  effect?: BackTest
  failed: string
  stale: boolean
}

/** What other weights would have done with the last 90 days. */
export function Effect({ effect: e, failed, stale }: EffectProps) {
  return (
    <section
      className={own.effect}
      aria-label="What they would have done"
      aria-live="polite"
      aria-busy={stale}
    >
      {failed ? (
        <p className="small ink-3">
          What they would have done can be said when the weights are right: {failed}
        </p>
      ) : !e ? (
        <p className="small ink-3">Looking at the last 90 days…</p>
      ) : e.placements === 0 ? (
        <p className="small ink-2">
          In the last 90 days the desk never had a choice between people, so there is nothing to compare with.
        </p>
      ) : (
        <Told effect={e} />
      )}
    </section>
  )
}

function Told({ effect: e }: { effect: BackTest }) {
  const now = useNow()
  return (
    <>
      <p>
        <Icon name="history" size="s" />{' '}
        {e.changed === 0 ? (
          <>Not one of {plural(e.placements, 'placement')} in 90 days would have gone to somebody else.</>
        ) : (
          <>
            <b className="m">{e.changed}</b> of {plural(e.placements, 'placement')} in 90 days would have gone
            to somebody else.
          </>
        )}
      </p>
      <table className={own.sides}>
        <caption className="sr">Before and after</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">now</th>
            <th scope="col">with these</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, of]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              <td className="num">{of(e.before)}</td>
              <td className={`num ${of(e.before) === of(e.after) ? '' : 'm'}`}>{of(e.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Burdens effect={e} />
      {e.examples.length > 0 && <h4 className="label">The clearest</h4>}
      <ul className={own.examples}>
        {e.examples.map((x) => (
          <li key={x.ref + x.at}>
            <Link className="id" to="/tickets/$ref" params={{ ref: x.ref }}>
              {x.ref}
            </Link>
            <span className="grow">
              {x.from.name} → <b className="m">{x.to.name}</b>
            </span>
            <span className="small ink-3">more {x.because.slice(0, 2).join(', ')}</span>
            <span className="small ink-3">{moment(x.at, now)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const percent = (n: number) => `${Math.round(n * 100)} %`

const rows: [string, (s: EffectSide) => string][] = [
  ['Spread of the work (0 is even)', (s) => String(s.spread)],
  ['Mean fit', (s) => percent(s.fit)],
  ['To somebody who has met it before', (s) => percent(s.context)],
  ['In the customer’s language', (s) => percent(s.language)],
  ['Lets somebody grow', (s) => percent(s.growth)],
]

/** Who would get more, and who less; the largest changes first. */
function Burdens({ effect: e }: { effect: BackTest }) {
  const was = new Map(e.before.people.map((b) => [b.person.id, b.count]))
  const moved = e.after.people
    .map((b) => ({ ...b, was: was.get(b.person.id) ?? 0 }))
    .filter((b) => b.was !== b.count)
    .sort((a, b) => Math.abs(b.count - b.was) - Math.abs(a.count - a.was))
    .slice(0, 8)
  if (moved.length === 0) return null
  return (
    <ul className={own.burdens} aria-label="Who gets how many">
      {moved.map((b) => (
        <li key={b.person.id}>
          {b.person.name}{' '}
          <span className="num ink-3">
            {b.was} → <b className="m">{b.count}</b>
          </span>
        </li>
      ))}
    </ul>
  )
}
