import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Me } from '../../api/types'

/** The places of the settings, each loaded when somebody goes there. */
export interface Section {
  id: string
  text: string
  group: string
  may: (me: Me) => boolean
  Screen: LazyExoticComponent<ComponentType>
}

const anybody = () => true
const administrators = (me: Me) => Boolean(me.can.administer)
const keepers = (me: Me) => Boolean(me.can.manage_quarantine)
const planners = (me: Me) => Boolean(me.can.plan_routing)
const hangers = (me: Me) => Boolean(me.can.run_wallboards)
const readers = (me: Me) => Boolean(me.can.read_audit)

type Load = () => Promise<{ default: ComponentType }>

const section = (group: string, id: string, text: string, load: Load, may = administrators): Section => ({
  id,
  text,
  group,
  may,
  Screen: lazy(load),
})

export const sections: Section[] = [
  section('Me', 'account', 'My account', () => import('./account/AccountSection'), anybody),
  section('Customers and people', 'organisations', 'Organisations', () => import('./nouns/organisations')),
  section('Customers and people', 'people', 'People', () => import('./nouns/people')),
  section('The ladder', 'levels', 'Levels', () => import('./nouns/levels')),
  section('The ladder', 'teams', 'Teams', () => import('./nouns/teams')),
  section('The ladder', 'skills', 'Skills', () => import('./nouns/skills')),
  section('The ladder', 'certifications', 'Certifications', () => import('./nouns/certifications')),
  section('Work', 'services', 'Services', () => import('./nouns/services')),
  section('Work', 'vendors', 'Vendors', () => import('./nouns/vendors')),
  section('Work', 'priorities', 'Priorities', () => import('./rules/MatrixSection')),
  section('Work', 'checklists', 'Handover checklists', () => import('./rules/ChecklistsSection')),
  section('Work', 'escalation', 'Escalation', () => import('./rules/EscalationSection')),
  section('Work', 'fields', 'Custom fields', () => import('./nouns/fields')),
  section('Routing', 'routing', 'Where it begins', () => import('./nouns/routing'), planners),
  section('Routing', 'weights', 'Who best', () => import('./rules/WeightsSection'), planners),
  section('Promises', 'calendars', 'Calendars', () => import('./nouns/calendars'), planners),
  section('Promises', 'targets', 'Targets', () => import('./nouns/targets'), planners),
  section('Mail', 'mailboxes', 'Mailboxes', () => import('./nouns/mailboxes')),
  section('Mail', 'quarantine', 'Quarantine', () => import('./rules/QuarantineSection'), keepers),
  section('Desk', 'desk', 'Name', () => import('./rules/DeskSection')),
  section('Desk', 'wallboards', 'Wallboards', () => import('./walls/WallboardsSection'), hangers),
  section('Desk', 'audit', 'Audit', () => import('./rules/AuditSection'), readers),
]

/** groups puts the sections that somebody may open under their headings, in order. */
export function groups(me: Me): { text: string; sections: Section[] }[] {
  const out: { text: string; sections: Section[] }[] = []
  for (const s of sections) {
    if (!s.may(me)) continue
    const last = out.at(-1)
    if (last?.text === s.group) last.sections.push(s)
    else out.push({ text: s.group, sections: [s] })
  }
  return out
}
