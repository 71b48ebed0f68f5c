import { Link } from '@tanstack/react-router'
import { sentenceOf } from '../../api/problem'
import { useMe } from '../../api/queries'
import { useVendorCases, useVendors, type Vendor, type VendorCase } from '../../api/vendors'
import { Empty } from '../../parts/Empty'
import { Icon } from '../../parts/Icon'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { PageHead } from '../../shell/PageHead'
import { plural } from '../../words/desk'
import { moment } from '../../words/time'
import { useNow } from '../../words/useNow'
import styles from './Vendor.module.css'
import { caseStates } from './vendor-words'

/** The makers, and what each of them has. */
export function VendorsScreen() {
  const vendors = useVendors()
  const cases = useVendorCases()
  const me = useMe().data
  const now = useNow()
  const list = vendors.data ?? []
  const failed = vendors.error ?? cases.error
  const again = () => void Promise.all([vendors.refetch(), cases.refetch()])
  return (
    <main className={`main ${styles.main}`} id="main">
      <PageHead title="Vendors" count={cases.data?.length} />
      {failed ? (
        <Failed sentence={sentenceOf(failed)} again={again} />
      ) : vendors.isPending || cases.isPending ? (
        <Skeleton rows={4} shape="card" />
      ) : list.length === 0 ? (
        <Empty
          title="No vendor yet."
          doors={
            me?.can.plan_routing && (
              <Link className="btn" to="/settings/$section" params={{ section: 'vendors' }}>
                Add the first one
              </Link>
            )
          }
        >
          The makers of what your customers use stand on the top rung. Once there is one, a ticket can go to
          it.
        </Empty>
      ) : (
        <div className={styles.scroll}>
          <ul className={styles.firms}>
            {list.map((v) => (
              <Firm
                key={v.id}
                vendor={v}
                now={now}
                cases={cases.data?.filter((c) => c.vendor.id === v.id) ?? []}
              />
            ))}
          </ul>
        </div>
      )}
    </main>
  )
}

const reached = { mail: 'by mail', portal: 'in their portal', phone: 'by phone' }

function Firm({ vendor: v, cases, now }: { vendor: Vendor; cases: VendorCase[]; now: Date }) {
  return (
    <li className={`card ${styles.firm}`}>
      <div className={styles.head}>
        <Icon name="building-2" size="s" />
        <b>{v.name}</b>
        <span className="small ink-3">
          reached {reached[v.reach]}
          {v.contacts[0] ? `, ${v.contacts[0].name} first` : ''}
        </span>
        <span className="grow" />
        <span className="small ink-2">
          {cases.length === 0 ? 'has nothing' : plural(cases.length, 'open case')}
        </span>
      </div>
      {cases.length > 0 && (
        <ul className={styles.rows}>
          {cases.map((c) => (
            <li key={c.id} className={styles.row}>
              <span className="num ink-3">{c.name}</span>
              <Link
                className="trunc"
                to="/tickets/$ref"
                params={{ ref: c.ref }}
                search={{ do: `vendor-case-${c.id}` }}
              >
                {c.ref} {c.subject}
              </Link>
              <span className="small ink-3 num">{c.reference ? `their ${c.reference}` : ''}</span>
              <span className="small ink-2">
                {caseStates[c.state]}, {moment(c.answered_at ?? c.sent_at, now)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
