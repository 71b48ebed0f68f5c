import type { Scope } from '../../api/filters'
import { useCounts } from '../../api/queries'
import { useRungs } from '../../ladder/useRungs'
import { inWords } from '../../ladder/walk'
import { Button } from '../../parts/Button'
import { Empty } from '../../parts/Empty'
import { useGo } from '../../shell/useGo'
import { plural } from '../../words/desk'

/** An empty list: narrowed too far, or truly done. Only then the cat sleeps. */
export function Nothing({
  scope,
  narrowed,
  onClear,
}: {
  scope: Scope
  narrowed: number
  onClear: () => void
}) {
  const go = useGo()
  const counts = useCounts().data
  const rungs = useRungs()
  if (narrowed > 0)
    return (
      <Empty
        title="No ticket matches."
        doors={<Button onClick={onClear}>Clear {plural(narrowed, 'filter')}</Button>}
      >
        The list is narrowed by {plural(narrowed, 'filter')}.
      </Empty>
    )
  const helpAt = scope.kind === 'rung' && scope.rank > 1 ? scope.rank - 1 : 1
  return (
    <Empty
      cat
      title="Nothing waiting. Take a break."
      doors={
        <>
          {counts && counts.handovers > 0 && (
            <Button icon="arrow-down-to-line" keys="G H" onClick={() => go('/handovers')}>
              {plural(counts.handovers, 'handover')} to accept
            </Button>
          )}
          <Button icon="users-round" keys={`G ${helpAt}`} onClick={() => go(`/queue/l${helpAt}`)}>
            Help {inWords(rungs, helpAt)}
          </Button>
        </>
      }
    >
      Everything here is answered, handed over or waiting on someone else.
    </Empty>
  )
}
