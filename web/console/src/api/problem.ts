/** A refusal or failure, with the sentence a person may read (RFC 9457). */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly fields: { field: string; text: string }[]

  constructor(
    status: number,
    type: string,
    sentence: string,
    fields: { field: string; text: string }[] = [],
  ) {
    super(sentence)
    this.name = 'Problem'
    this.status = status
    this.type = type
    this.fields = fields
  }

  /** The sentence to show, as it is. */
  get sentence(): string {
    return this.message
  }

  get offline(): boolean {
    return this.status === 0
  }

  get signedOut(): boolean {
    return this.status === 401
  }

  /** Somebody else changed the record since it was read. */
  get stale(): boolean {
    return this.status === 412 || this.status === 409
  }

  get missing(): boolean {
    return this.status === 404
  }
}

const sentences: Record<number, string> = {
  0: 'The desk cannot be reached. What you wrote is kept on this device.',
  401: 'You are signed out. Sign in again to go on.',
  403: 'You have no right to do that. An administrator of the desk can grant it.',
  404: 'This is not here, or you have no right to see it.',
  409: 'Somebody was quicker. Look at the change, then try again.',
  412: 'Somebody changed this since you opened it. Look at the change, then try again.',
  413: 'The file is too big for this desk.',
  429: 'Too many tries. Wait a minute, then try again.',
}

interface Wire {
  type?: unknown
  title?: unknown
  detail?: unknown
  errors?: unknown
}

/** problemOf turns an answer's body into a Problem; the server's own sentence wins. */
export function problemOf(status: number, body: unknown): Problem {
  const wire: Wire = typeof body === 'object' && body !== null ? body : {}
  const detail = text(wire.detail) || text(wire.title)
  const sentence =
    detail || sentences[status] || 'The desk could not do that. Nothing was changed; try again.'
  return new Problem(status, text(wire.type) || 'about:blank', sentence, fieldsOf(wire.errors))
}

/** offlineProblem stands for a request that never reached the desk. */
export function offlineProblem(): Problem {
  return problemOf(0, null)
}

/** sentenceOf finds what to tell a person about anything thrown. */
export function sentenceOf(err: unknown): string {
  if (err instanceof Problem) return err.sentence
  return 'Something went wrong on this page. Nothing was changed; try again.'
}

function fieldsOf(errors: unknown): { field: string; text: string }[] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap((e: unknown) => {
    if (typeof e !== 'object' || e === null) return []
    const { field, message } = e as { field?: unknown; message?: unknown }
    return [{ field: text(field).replace(/^body\./, ''), text: text(message) }]
  })
}

const text = (v: unknown): string => (typeof v === 'string' ? v : '')
