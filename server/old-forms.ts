// Handles forms sent without scripts by a page of an older build: their server action may no longer exist.
import { IncomingMessage } from 'node:http'
import type { ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import { largestDraft } from './body-limits.ts'
import { largestMessage } from '#platform/http-json.ts'
import { sendBrokenForm, sendOutdated } from './plain-pages.ts'

const manifestShape = z.object({ node: z.record(z.string(), z.unknown()) })

/** Fields with people's own text; all others belong to the form. */
const writtenFields = [
  'body',
  'name',
  'bio',
  'handles',
  'handle',
  'username',
  'email',
  'login',
  'webhookUrl',
]

export class OldForms {
  readonly #actions: ReadonlySet<string>

  /** `folder`: of the build. */
  constructor(folder: string) {
    const manifest = readFileSync(join(folder, 'server/server-reference-manifest.json'), 'utf8')
    this.#actions = new Set(Object.keys(manifestShape.parse(JSON.parse(manifest)).node))
  }

  /**
   * The request to pass on; null: its action no longer exists, and it was answered with the text of the form, so that
   * nothing is lost.
   */
  async take(request: IncomingMessage, response: ServerResponse): Promise<IncomingMessage | null> {
    const type = request.headers['content-type'] ?? ''
    if (!isSmallForm(request, type, largestDraft)) return request
    const body = await buffer(request)
    if (!isWhole(type, body)) {
      sendBrokenForm(response)
      return null
    }
    // Parsing a form costs much more than searching for ids, which may occur in its text too.
    if (this.#hasUnknown(namedIn(body))) {
      const form = await read(type, body)
      if (form && this.#hasUnknown(actionsOf(form))) {
        sendOutdated(response, request.url ?? '/', written(form))
        return null
      }
    }
    return withBody(request, body)
  }

  #hasUnknown(ids: readonly string[]): boolean {
    return ids.some((id) => !this.#actions.has(id))
  }
}

/** Whether it may be a form without scripts, and holds text alone: uploads are larger. */
function isSmallForm(
  { method, url = '', headers }: IncomingMessage,
  type: string,
  most: number,
): boolean {
  const length = Number(headers['content-length'] ?? Infinity)
  return (
    method === 'POST' &&
    type.startsWith('multipart/form-data') &&
    length <= most &&
    !/^\/(?:api|live)\//.test(url) &&
    // With scripts, the action is in a header, and the page recovers by itself.
    headers['next-action'] === undefined
  )
}

/** Possible ids of actions in a form's body, in the two ways in which React writes them. */
function namedIn(body: Buffer): string[] {
  const text = body.toString('latin1')
  return [...text.matchAll(/\$ACTION_ID_([^"\r\n]{1,200})|\{"id":"([^"\r\n]{1,200})"/g)].map(
    ([, plain, bound]) => plain ?? bound ?? '',
  )
}

async function read(type: string, body: Buffer): Promise<FormData | null> {
  const headers = { 'Content-Type': type }
  return new Response(new Uint8Array(body), { headers }).formData().catch(() => null)
}

/** The ids as React writes them into a form: in a field's name, or for an action with arguments in its first value. */
function actionsOf(form: FormData): string[] {
  return [...form].flatMap(([name, value]) => {
    const [, plain] = /^\$ACTION_ID_(.+)$/.exec(name) ?? []
    if (plain !== undefined) return [plain]
    if (!/^\$ACTION_\d+:0$/.test(name) || typeof value !== 'string') return []
    return /^\{"id":"([^"]+)"/.exec(value)?.[1] ?? []
  })
}

function written(form: FormData): string[] {
  return writtenFields.flatMap((name) => {
    const values = form.getAll(name).filter((value) => typeof value === 'string')
    return values.filter((value) => value.trim() !== '')
  })
}

/** The text in the form of a refused request, so that its writer gets it back; limited to what a stranger may send. */
export async function writtenIn(request: IncomingMessage): Promise<string[]> {
  const type = request.headers['content-type'] ?? ''
  if (!isSmallForm(request, type, largestMessage)) return []
  const form = await read(type, await buffer(request))
  return form ? written(form) : []
}

/** Whether a multipart body is complete, up to its last boundary. */
function isWhole(type: string, body: Buffer): boolean {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) return false
  return body.includes(`--${boundary}`) && body.includes(`--${boundary}--`)
}

/** The same request with a body that can be read again. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const again = new IncomingMessage(request.socket)
  const { method, url, headers, rawHeaders, httpVersion } = request
  Object.assign(again, { method, url, headers, rawHeaders, httpVersion, complete: true })
  again.push(body)
  again.push(null)
  return again
}
