import { expectTypeOf, test } from 'vitest'
import type {
  EditForm,
  MessageForm,
  NoteForm,
  OpenForm,
  ResolveForm,
  ReturnForm,
  TriageForm,
  WaitForm,
} from './mutations'
import type { components } from './schema.gen'
import type { SwarmForm } from './swarms'
import type {
  AskedBack,
  Candidate,
  Counts,
  Entry,
  Handover,
  HandoverCheck,
  HandoverDraft,
  HandoverForm,
  LadderWire,
  Lesson,
  Link,
  Notice,
  PersonBrief,
  Row,
  SparkWire,
  Swarm,
  Ticket,
} from './types'

/**
 * The hand-written shapes name what the screens use, more narrowly than the
 * generated ones (a state is one of five words, not any text). What must never
 * differ are the names: a field that the desk does not send, or does not take,
 * fails the compiler here.
 */
type S = components['schemas']
type Unknown<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>

test('every field that a screen reads is one that the desk sends', () => {
  expectTypeOf<Unknown<Ticket, S['Ticket']>>().toBeNever()
  expectTypeOf<Unknown<Row, S['QueueRow']>>().toBeNever()
  expectTypeOf<Unknown<SparkWire, S['LadderSpark']>>().toBeNever()
  expectTypeOf<Unknown<LadderWire, S['Ladder']>>().toBeNever()
  expectTypeOf<Unknown<LadderWire['stays'][number], S['LadderStay']>>().toBeNever()
  expectTypeOf<Unknown<LadderWire['hops'][number], S['LadderHop']>>().toBeNever()
  expectTypeOf<Unknown<LadderWire['rungs'][number], S['LadderRung']>>().toBeNever()
  expectTypeOf<Unknown<Entry, S['Entry']>>().toBeNever()
  expectTypeOf<Unknown<NonNullable<Entry['mail']>, S['Mail']>>().toBeNever()
  expectTypeOf<Unknown<NonNullable<Entry['files']>[number], S['TicketFile']>>().toBeNever()
  expectTypeOf<Unknown<Handover, S['Handover']>>().toBeNever()
  expectTypeOf<Unknown<Handover['checklist'][number], S['HandoverChecked']>>().toBeNever()
  expectTypeOf<Unknown<NonNullable<Handover['return']>, S['Return']>>().toBeNever()
  expectTypeOf<Unknown<HandoverDraft, S['Preview']>>().toBeNever()
  expectTypeOf<Unknown<HandoverCheck, S['Preview']>>().toBeNever()
  expectTypeOf<Unknown<Candidate, S['Candidate']>>().toBeNever()
  expectTypeOf<Unknown<Lesson, S['Lesson']>>().toBeNever()
  expectTypeOf<Unknown<Link, S['Link']>>().toBeNever()
  expectTypeOf<Unknown<Counts, S['QueueCounts']>>().toBeNever()
  expectTypeOf<Unknown<Notice, S['Notice']>>().toBeNever()
  expectTypeOf<Unknown<PersonBrief, S['PersonBrief']>>().toBeNever()
  expectTypeOf<Unknown<Swarm, S['Swarm']>>().toBeNever()
  expectTypeOf<Unknown<Swarm['people'][number], S['Looker']>>().toBeNever()
  expectTypeOf<Unknown<AskedBack, S['Question']>>().toBeNever()
})

test('every field that a form sends is one that the desk takes', () => {
  expectTypeOf<Unknown<OpenForm, S['OpenInBody']>>().toBeNever()
  expectTypeOf<Unknown<MessageForm, S['ReplyIn']>>().toBeNever()
  expectTypeOf<Unknown<NoteForm, S['NoteIn']>>().toBeNever()
  expectTypeOf<Unknown<TriageForm, S['TriageIn']>>().toBeNever()
  expectTypeOf<Unknown<EditForm, S['EditInBody']>>().toBeNever()
  expectTypeOf<Unknown<WaitForm, S['WaitIn']>>().toBeNever()
  expectTypeOf<Unknown<ResolveForm, S['ResolveIn']>>().toBeNever()
  expectTypeOf<Unknown<HandoverForm, S['FormIn']>>().toBeNever()
  expectTypeOf<Unknown<ReturnForm, S['ReturnIn']>>().toBeNever()
  expectTypeOf<Unknown<SwarmForm, S['SwarmIn']>>().toBeNever()
})
