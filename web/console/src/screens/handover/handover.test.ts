import { describe, expect, test } from 'vitest'
import type { Candidate, HandoverDraft, Team } from '../../api/types'
import { filled, lackOf, readKept, type SheetForm, stepSources, toggled, wireOf } from './form-state'
import { counted, firstRank, linesOf, matching, onRung, targetOf, type Who } from './who'

const team = (id: string, rank: number | null): Team => ({
  id,
  name: `Team ${id}`,
  kind: rank === null ? 'project' : 'line',
  level: rank === null ? null : { rank, name: `L${rank}` },
  version: 1,
  can: {},
})
const first = team('1', 1)
const second = team('2', 2)
const windows = team('22', 2)
const experts = team('3', 3)
const project = team('9', null)

const can = (of: Team, person: string, fit: Candidate['fit']): Candidate => ({
  team: of,
  person: { id: person, name: `Person ${person}` },
  fit,
  reasons: [],
})
const queue = (of: Team): Candidate => ({ team: of, fit: 'anyone', reasons: [] })

const who: Who = {
  items: [
    can(experts, 'suvi', 'best'),
    can(second, 'jun', 'close'),
    can(windows, 'jun', 'close'),
    can(second, 'mo', 'later'),
    queue(experts),
    queue(second),
    queue(windows),
  ],
  excluded: [
    { person: { id: 'idris', name: 'Idris' }, team: second, because: 'full: 5 of 5 in hand', kind: 'load' },
  ],
}

const form: SheetForm = {
  reasons: ['access', 'skill'],
  summary: ' Stable calls ',
  tried: [{ text: ' Restart ', result: '', seq: 4 }, { text: '  ' }],
  evidence: [{ file: '7', label: 'a.pdf' }],
  hypothesis: '',
  ask: 'Look at it',
  confirmed: ['12'],
  stay: true,
  share: false,
  because: '',
  words: null,
}
const to = { rank: 2, team: '2', person: 'jun' }

describe('who can take it', () => {
  test('the first who is here is the best of a rung, whatever rung the best of all stands on', () => {
    const there = onRung(who, 2, '')
    expect(there.items.filter((c) => c.person).map((c) => c.fit)).toEqual(['best', 'later'])
    expect(there.items.filter((c) => c.person?.id === 'jun').map((c) => c.team.id)).toEqual(['2'])
    expect(onRung(who, 2, '22').items.map((c) => c.team.id)).toEqual(['22', '22'])
    expect(onRung(who, 3, '').excluded).toEqual([])
  })

  test('the best, the teams as a whole, the others, those who cannot', () => {
    const lines = linesOf(onRung(who, 2, '2'), { team: '1' })
    expect(lines.map((l) => l.kind)).toEqual(['person', 'team', 'person', 'not'])
    expect(lines.map(targetOf)).toEqual([
      to,
      { rank: 2, team: '2', person: undefined },
      { rank: 2, team: '2', person: 'mo' },
      null,
    ])
  })

  test('my own team as a whole has it already, and so has its owner', () => {
    const lines = linesOf(onRung(who, 2, '2'), { team: '2', assignee: 'jun' })
    expect(lines.map((l) => l.kind)).toEqual(['person', 'not'])
  })

  test('a rung counts each person once', () => {
    expect([...counted(who)]).toEqual([
      [3, 1],
      [2, 2],
    ])
  })

  test('a name finds people, teams and those who cannot', () => {
    const lines = linesOf(onRung(who, 2, ''), { team: '1' })
    expect(matching(lines, 'idr').map((l) => l.kind)).toEqual(['not'])
    expect(matching(lines, 'team 22')).toHaveLength(1)
    expect(matching(lines, ' ')).toHaveLength(lines.length)
  })

  test.each([
    [[first, second, experts, project], 1, '1', 2],
    [[first, second, experts], 3, '3', 2],
    [[first, project], 1, '1', -1],
    [[first], 1, '1', 1],
  ])('it goes up first, else down, else beside, else to a colleague: %#', (teams, here, own, rank) =>
    expect(firstRank(teams, here, own)).toBe(rank),
  )
})

describe('the form', () => {
  test('is filled from the timeline', () => {
    const draft = {
      reason: 'skill',
      summary: { text: 'Calls drop' },
      tried: [{ text: 'Restart', result: 'no change', seq: 4 }],
      evidence: [],
      hypothesis: { text: 'Firmware' },
      stay_contact: false,
      share_outcome: true,
    } as unknown as HandoverDraft
    expect(filled(draft)).toMatchObject({
      reasons: ['skill'],
      summary: 'Calls drop',
      hypothesis: 'Firmware',
      ask: '',
      share: true,
      words: null,
    })
  })

  test('goes over the wire without empty rows, the main reason first', () => {
    expect(wireOf(form, to)).toMatchObject({
      team: '2',
      person: 'jun',
      reason: 'access',
      reasons: ['access', 'skill'],
      summary: 'Stable calls',
      tried: [{ text: 'Restart', result: undefined, seq: 4 }],
      customer_message: undefined,
      share_outcome: false,
    })
    expect(wireOf({ ...form, words: 'Hello' }, to).customer_message).toBe('Hello')
  })

  test('is kept and read again; anything else is no draft', () => {
    expect(readKept(JSON.stringify({ form, target: to }))).toEqual({ form, target: to })
    for (const broken of ['', '{oops', '7', 'null', '{"form":{"ask":1},"target":{"team":2}}'])
      expect(readKept(broken)).toEqual({ form: undefined, target: undefined })
  })

  test.each([
    [{}, to, false, null],
    [{ reasons: [] }, to, false, 'reason'],
    [{ ask: '  ' }, to, false, 'ask'],
    [{}, null, false, 'team'],
    [{}, to, true, 'because'],
    [{ because: 'It cannot wait' }, to, true, null],
  ])('can be sent with a reason and an ask; thin, it says why: %#', (some, target, thin, lack) =>
    expect(lackOf({ ...form, ...some }, target, thin)).toBe(lack),
  )

  test('says who did how many steps', () => {
    const sources = [
      { seq: 4, label: 'Tobin Ashgrove' },
      { seq: 9, label: 'Mara Quill' },
    ]
    const steps = [{ text: 'a', seq: 4 }, { text: 'b', seq: 4 }, { text: 'c', seq: 9 }, { text: 'by hand' }]
    expect(stepSources(steps, sources)).toEqual([
      { seq: 4, text: '2 steps by Tobin' },
      { seq: 9, text: '1 step by Mara' },
    ])
  })

  test('the first reason chosen stays the main one', () => {
    expect(toggled(toggled(['skill'], 'access'), 'skill')).toEqual(['access'])
  })
})
