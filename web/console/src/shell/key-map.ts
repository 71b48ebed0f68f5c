import { ticketActions } from '../actions/ticket'
import { incidentsPlace, places } from './go'

export interface KeyLine {
  keys: string
  does: string
}

/** Everything `?` lists. Actions bring their own keys, so the list cannot fall behind. */
export const keyMap: { title: string; lines: KeyLine[] }[] = [
  {
    title: 'In a list',
    lines: [
      { keys: 'J', does: 'Next' },
      { keys: 'K', does: 'Previous' },
      { keys: 'Enter', does: 'Open' },
      { keys: 'Escape', does: 'Back to the list, or clear the selection' },
      { keys: 'X', does: 'Select' },
      { keys: 'Shift J', does: 'Extend down' },
      { keys: 'Shift K', does: 'Extend up' },
      { keys: '/', does: 'Search the list' },
      { keys: 'F', does: 'Filter' },
      { keys: '.', does: 'Show new arrivals' },
    ],
  },
  {
    title: 'On a ticket',
    lines: ticketActions.filter((a) => a.key).map((a) => ({ keys: a.key ?? '', does: a.label })),
  },
  {
    title: 'Go to',
    lines: [
      ...[...places, incidentsPlace].map((p) => ({ keys: p.key, does: p.text })),
      { keys: 'G 0', does: 'A rung, 0 to 4' },
    ],
  },
  {
    title: 'Everywhere',
    lines: [
      { keys: 'Ctrl K', does: 'Search or run' },
      { keys: 'C', does: 'New ticket' },
      { keys: 'Z', does: 'Undo' },
      { keys: '[', does: 'Fold the navigation' },
      { keys: ']', does: 'Fold the details' },
      { keys: 'Ctrl Enter', does: 'Send what is being written' },
      { keys: '?', does: 'All keys' },
    ],
  },
]
