import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { sentenceOf } from '../../api/problem'
import { useKnowledgeMap } from '../../api/routing'
import type { KnowledgeMap } from '../../api/routing-types'
import { Empty } from '../../parts/Empty'
import { Check, Input } from '../../parts/Forms'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { PageHead } from '../../shell/PageHead'
import { Grid } from './Grid'
import styles from './KnowHow.module.css'
import { narrowed } from './narrow'
import { Lapsing, Singles } from './Risks'

const route = getRouteApi('/shell/know-how')

/** Who knows what: skills and certificates by people, what lapses, and what hangs on one person. */
export function KnowHowScreen() {
  const answer = useKnowledgeMap()
  const { person } = route.useSearch()
  return (
    <main className={`main ${styles.main}`} id="main">
      {answer.data ? (
        <Known key={person} map={answer.data} person={person} />
      ) : (
        <>
          <PageHead title="Who knows what" />
          {answer.isError ? (
            <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
          ) : (
            <Skeleton rows={8} />
          )}
        </>
      )}
    </main>
  )
}

function Known({ map, person }: { map: KnowledgeMap; person?: string }) {
  const [q, setQ] = useState(map.people.find((p) => p.id === person)?.name ?? '')
  const [needed, setNeeded] = useState(false)
  const shown = useMemo(() => narrowed(map, q, needed), [map, q, needed])
  const nothing = map.skills.length === 0 && map.certifications.length === 0
  return (
    <>
      <PageHead title="Who knows what">
        <Check checked={needed} onChange={setNeeded}>
          <span className="nowrap">Only what work demands</span>
        </Check>
        <div className={styles.search}>
          <Input
            quiet
            type="search"
            label="Find a skill or a colleague"
            placeholder="Skill or colleague"
            value={q}
            onChange={(e) => setQ(e.target.value)}
          />
        </div>
      </PageHead>
      <div className={styles.scroll}>
        {nothing ? (
          <Empty title="No skills are known yet. Add them in the settings, and say who holds them." />
        ) : (
          <>
            <div className={styles.risks}>
              <Lapsing map={map} />
              <Singles map={map} />
            </div>
            <Grid map={shown} />
          </>
        )}
      </div>
    </>
  )
}
