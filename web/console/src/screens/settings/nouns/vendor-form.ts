/** What the form of a vendor holds, and how lengths of time read in it. */

export interface Contact {
  name: string
  email: string
  phone: string
  hours: string
}

export interface Product {
  name: string
  service: string
}

export interface Contract {
  id?: string
  number: string
  organisation?: string
  calendar?: string
  hours: string
  warn: number
  valid_from?: string
  expires_at?: string
}

export interface Redaction {
  keep: string[]
  words: string
}

export interface Values {
  name: string
  plain_name: string
  reach: string
  portal_url: string
  phone: string
  note: string
  contacts: Contact[]
  products: Product[]
  contracts: Contract[]
  /** What may leave, and what never does: saved as one. */
  redaction: Redaction
}

export const parts = [
  { value: 'requester', text: 'The name of who asked' },
  { value: 'people', text: 'Names of other people' },
  { value: 'emails', text: 'Mail addresses' },
  { value: 'phones', text: 'Phone numbers' },
  { value: 'organisation', text: 'The name of the organisation' },
  { value: 'hosts', text: 'Host names and IP addresses' },
]

const form = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** hoursOf reads a length such as PT90M as hours: 1.5. */
export function hoursOf(length: string): string {
  const [, d = 0, h = 0, m = 0, s = 0] = form.exec(length) ?? []
  return String(Math.round((Number(d) * 24 + Number(h) + Number(m) / 60 + Number(s) / 3600) * 100) / 100)
}

/** lengthOf writes hours as the desk takes them. */
export function lengthOf(hours: string): string {
  return `PT${Math.round(Number(hours || 0) * 60)}M`
}
