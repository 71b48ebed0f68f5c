import type { VendorCase } from '../../api/vendors'
import type { IconName } from '../../parts/Icon'

/** How the facts and states of a vendor's case read. */

const str = (v: unknown): string => (typeof v === 'string' ? v : '')

export const caseStates: Record<VendorCase['state'], string> = {
  sent: 'We wait for them',
  answered: 'They answered',
  solved: 'They say it is solved',
  closed: 'Closed',
}

export const outcomes = [
  { value: 'solved', text: 'It is solved' },
  { value: 'withdrawn', text: 'We need it no more' },
  { value: 'not_solved', text: 'They could not help' },
]

const ended: Record<string, string> = {
  solved: 'it is solved',
  withdrawn: 'it is needed no more',
  not_solved: 'they could not help',
}

export const vendorIcons: Record<string, IconName> = {
  'vendor.sent': 'building-2',
  'vendor.wrote': 'building-2',
  'vendor.referenced': 'tag',
  'vendor.chased': 'bell',
  'vendor.closed': 'circle-check',
}

export const vendorWordings: Record<string, (f: Record<string, unknown>, who: string) => string> = {
  'vendor.sent': (f, who) =>
    f.first === true
      ? `${who} asked ${str(f.name)} for help${str(f.contact) ? `, ${str(f.contact)} reads it` : ''}`
      : `${who} wrote to ${str(f.name)} again`,
  'vendor.wrote': (f) =>
    f.automatic === true
      ? `An automatic mail of ${str(f.name)}; it counts as no answer`
      : f.solved === true
        ? `${str(f.name)} says that it is solved`
        : `${str(f.name)} answered`,
  'vendor.referenced': (f, who) => `${who} noted the maker’s number: ${str(f.reference)}`,
  'vendor.chased': (f) => `${str(f.contact)} was pressed for news: ${str(f.because)}`,
  'vendor.closed': (f, who) => {
    const how = `${who} closed the case with the maker: ${ended[str(f.outcome)] ?? str(f.outcome)}`
    return str(f.note) ? `${how}. ${str(f.note)}` : how
  },
}
