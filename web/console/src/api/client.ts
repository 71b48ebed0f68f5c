import { hearTime } from '../words/desk-time'
import { offlineProblem, Problem, problemOf } from './problem'
import type { Versioned } from './types'

/**
 * The one way to the desk. The session travels in a cookie that scripts cannot
 * read; every POST carries an Idempotency-Key, so that a retry after a lost
 * answer does nothing twice.
 */
export const base = '/api/v1'

type Query = Record<string, string | number | boolean | string[] | undefined>

export interface Sending {
  body?: unknown
  query?: Query
  /** The version this change was made on; a newer one on the server refuses it. */
  ifMatch?: string | number
  /** Kept by the caller when the same intent may be sent again. */
  key?: string
  signal?: AbortSignal
}

/** urlOf builds an address below the API; empty filters are left out. */
export function urlOf(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const v of value) params.append(name, v)
    else if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const tail = params.toString()
  return `${base}${path}${tail ? `?${tail}` : ''}`
}

export function newKey(): string {
  return crypto.randomUUID()
}

async function send(method: string, path: string, s: Sending): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (s.ifMatch !== undefined) headers['If-Match'] = etagOf(s.ifMatch)
  if (method === 'POST') headers['Idempotency-Key'] = s.key ?? newKey()
  const form = s.body instanceof FormData
  if (s.body !== undefined && !form) headers['Content-Type'] = 'application/json'
  const body = s.body === undefined ? undefined : form ? (s.body as FormData) : JSON.stringify(s.body)
  // What was sent in the moment a page closes still arrives; browsers cap such bodies at 64 kB.
  const keepalive = method !== 'GET' && typeof body === 'string' && body.length < 60_000
  let answer: Response
  try {
    answer = await fetch(urlOf(path, s.query), {
      method,
      headers,
      body,
      keepalive,
      signal: s.signal,
      credentials: 'same-origin',
    })
  } catch (err) {
    if (err instanceof DOMException && err.name === 'AbortError') throw err
    throw offlineProblem()
  }
  hearTime(answer.headers.get('Date'))
  if (!answer.ok) throw problemOf(answer.status, await bodyOf(answer))
  return answer
}

/** A version is sent as a strong entity tag; a tag of the server goes back as it came. */
function etagOf(v: string | number): string {
  const s = String(v)
  return s.startsWith('"') || s.startsWith('W/') ? s : `"${s}"`
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // A proxy may answer with a page of its own; its words are not for our readers.
    return undefined
  }
}

async function call<T>(method: string, path: string, s: Sending = {}): Promise<T> {
  return (await bodyOf(await send(method, path, s))) as T
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal }),
  post: <T>(path: string, body: unknown = {}, s: Sending = {}) => call<T>('POST', path, { ...s, body }),
  patch: <T>(path: string, body: unknown, s: Sending = {}) => call<T>('PATCH', path, { ...s, body }),
  put: <T>(path: string, body: unknown, s: Sending = {}) => call<T>('PUT', path, { ...s, body }),
  remove: <T>(path: string, s: Sending = {}) => call<T>('DELETE', path, s),
  /** A record with its entity tag, for a later change with If-Match. */
  versioned: async <T>(path: string, signal?: AbortSignal): Promise<Versioned<T>> => {
    const answer = await send('GET', path, { signal })
    return { value: (await bodyOf(answer)) as T, etag: answer.headers.get('ETag') }
  },
}

export { Problem }
