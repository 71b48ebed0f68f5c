import type { ComponentType, ReactNode } from 'react'
import type { Can } from '../../../api/types'
import type { Form } from './useForm'

/** What the list and the form need of any record. */
export interface NounRecord {
  id: string
  version: number
  can: Can
  archived_at?: string
  disabled_at?: string
}

export interface Column<R> {
  head: string
  /** A track of the list's grid: "2fr", "80px". */
  width: string
  cell: (record: R) => ReactNode
  /** Left out where the list is narrow. */
  wide?: boolean
}

/** A part of a record that is saved on its own: a team's members, an agent's skills. */
export interface Part<R, V> {
  fields: (keyof V & string)[]
  save: (record: R, values: V, was: V) => Promise<R>
}

/**
 * One noun of the settings. List and form are the same for all of them; a noun
 * says only what is its own.
 */
export interface Noun<R extends NounRecord, V extends object> {
  id: string
  path: string
  one: string
  many: string
  nameOf: (record: R) => string
  columns: Column<R>[]
  /** Whether the desk searches the list, or this page does. */
  search: 'desk' | 'page'
  /** What the page searches in, besides the name. */
  wordsOf?: (record: R) => string
  /** A choice above the list, sent as `role`. */
  roles?: { value: string; text: string }[]
  /** What stands in the empty place, before the first one is added. */
  empty: string
  blank: V
  formOf: (record: R) => V
  labels: Record<keyof V & string, string>
  /** The fields that POST and PATCH take, as the desk names them. */
  bodyOf: (changed: Partial<V>) => object
  parts?: Part<R, V>[]
  /** Where the desk's name of a field is not the form's. */
  fieldNames?: Record<string, string>
  Fields: ComponentType<{ form: Form<V>; record?: R }>
  /** What follows the form of a record that exists. */
  More?: ComponentType<{ record: R }>
  /** "Archive" unless the noun has another word; how it is taken back. */
  archive?: { verb: string; done: string; back: object | ((record: R) => Promise<unknown>) }
}

export const gone = (r: NounRecord) => r.archived_at ?? r.disabled_at
