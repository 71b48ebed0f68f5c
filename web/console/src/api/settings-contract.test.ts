import { expectTypeOf, test } from 'vitest'
import type * as Promises from './promise-types'
import type { components } from './schema.gen'
import type * as Ours from './settings-types'

type S = components['schemas']
type Unknown<A, B> = Exclude<keyof A, keyof B>

test('every field that the settings read is one that the desk sends', () => {
  expectTypeOf<Unknown<Ours.FullOrganisation, S['FullOrganisation']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullPerson, S['FullPerson']>>().toBeNever()
  expectTypeOf<Unknown<Ours.Seat, S['Seat']>>().toBeNever()
  expectTypeOf<Unknown<Ours.HeldSkill, S['HeldSkill']>>().toBeNever()
  expectTypeOf<Unknown<Ours.HeldCertificate, S['HeldCertificate']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullLevel, S['FullLevel']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullTeam, S['FullTeam']>>().toBeNever()
  expectTypeOf<Unknown<Ours.Member, S['SeatedPerson']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullSkill, S['FullSkill']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullCertification, S['FullCertification']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullService, S['FullService']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullCategory, S['FullCategory']>>().toBeNever()
  expectTypeOf<Unknown<Ours.Need, S['FullNeed']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullField, S['FullField']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullMailbox, S['FullMailbox']>>().toBeNever()
  expectTypeOf<Unknown<Ours.Matrix, S['Matrix']>>().toBeNever()
  expectTypeOf<Unknown<Ours.FullChecklist, S['FullChecklist']>>().toBeNever()
  expectTypeOf<Unknown<Ours.ChecklistItem, S['ChecklistItem']>>().toBeNever()
  expectTypeOf<Unknown<Ours.QuarantinedMail, S['Quarantined']>>().toBeNever()
  expectTypeOf<Unknown<Ours.AuditLine, S['AuditLine']>>().toBeNever()
  expectTypeOf<Unknown<Ours.Session, S['Session']>>().toBeNever()
  expectTypeOf<Unknown<Ours.Token, S['Token']>>().toBeNever()
})

test('every field of calendars and targets is one that the desk sends', () => {
  expectTypeOf<Unknown<Promises.FullCalendar, S['FullCalendar']>>().toBeNever()
  expectTypeOf<Unknown<Promises.Holiday, S['FullHoliday']>>().toBeNever()
  expectTypeOf<Unknown<Promises.Country, S['FullCountry']>>().toBeNever()
  expectTypeOf<Unknown<Promises.FullTarget, S['FullTarget']>>().toBeNever()
  expectTypeOf<Unknown<Promises.Effect, S['Effect']>>().toBeNever()
  expectTypeOf<Unknown<Promises.MovedClock, S['MovedItem']>>().toBeNever()
})
