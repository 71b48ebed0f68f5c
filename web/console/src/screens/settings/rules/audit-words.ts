import { capital } from '../../../words/desk'

/** actionWords writes "team.created" as people read it: "Team created". */
export function actionWords(action: string): string {
  return capital(action.replaceAll(/[._]/g, ' '))
}

const many: Record<string, string> = {
  person: 'people',
  mailbox: 'mailboxes',
}

/** placeOf finds where a thing like "team:123" is set, if it is set anywhere. */
export function placeOf(object: string, sections: string[]): { section: string; item: string } | null {
  const [noun = '', item] = object.split(':')
  if (!item) return null
  const section = many[noun] ?? `${noun}s`
  return sections.includes(section) ? { section, item } : null
}
