import type { ReactNode } from 'react'
import type { Scope } from '../../api/filters'
import { useRest } from '../../api/majors'
import { useCounts } from '../../api/queries'
import type { Rest } from '../../api/types'
import { useRungs } from '../../ladder/useRungs'
import { inWords } from '../../ladder/walk'
import { Button } from '../../parts/Button'
import { Empty } from '../../parts/Empty'
import { useGo } from '../../shell/useGo'
import { plural } from '../../words/desk'
import { restWords } from './rest-words'

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
  const rest = useRest(narrowed === 0).data
  if (narrowed > 0)
    return (
      <Empty
        title="No ticket matches."
        doors={<Button onClick={onClear}>Clear {plural(narrowed, 'filter')}</Button>}
      >
        The list is narrowed by {plural(narrowed, 'filter')}.
      </Empty>
    )
  return (
    <Empty cat title="Nothing waiting. Take a break." doors={<Doors scope={scope} rest={rest} />}>
      {restWords(rest, new Date())}
    </Empty>
  )
}

/** Two ways on, the more useful first: who waits for my answer, who could use a hand, what is to be learnt. */
function Doors({ scope, rest }: { scope: Scope; rest: Rest | undefined }) {
  const go = useGo()
  const counts = useCounts().data
  const rungs = useRungs()
  const doors: ReactNode[] = []
  const help = rest?.help
  if (counts && counts.handovers > 0)
    doors.push(
      <Button key="handovers" icon="arrow-down-to-line" keys="G H" onClick={() => go('/handovers')}>
        {plural(counts.handovers, 'handover')} to accept
      </Button>,
    )
  if (help)
    doors.push(
      <Button
        key="help"
        icon="users-round"
        keys={`G ${help.level.rank}`}
        onClick={() => go(`/queue/l${help.level.rank}?view=no-owner`)}
      >
        Help {inWords(rungs, help.level.rank)}, {help.unowned} unowned
      </Button>,
    )
  if (rest && rest.lessons > 0)
    doors.push(
      <Button key="lessons" icon="graduation-cap" keys="G L" onClick={() => go('/lessons')}>
        Read {plural(rest.lessons, 'lesson')}
      </Button>,
    )
  if (counts && counts.unassigned > 0 && scope.kind !== 'unassigned')
    doors.push(
      <Button key="unassigned" icon="circle-dashed" keys="G U" onClick={() => go('/queue/unassigned')}>
        {plural(counts.unassigned, 'ticket')} unassigned
      </Button>,
    )
  if (counts && counts.mine > 0 && scope.kind !== 'mine')
    doors.push(
      <Button key="mine" icon="circle-user-round" keys="G M" onClick={() => go('/queue/mine')}>
        My work, {counts.mine}
      </Button>,
    )
  return <>{doors.slice(0, 2)}</>
}
