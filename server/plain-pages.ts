// Static pages for errors, sent without the app, which could only fail there.
import type { ServerResponse } from 'node:http'
import { httpStatus, Refusal, toRefusal } from '#platform/errors.ts'
import { sendError, sendJson } from '#live/server/http.ts'
import { TooLarge } from '#platform/http-json.ts'
import { isPlainOrigin } from './misplaced.ts'

/** The app's colours and logo, inlined: its stylesheet may be unavailable. */
const style = `
:root { color-scheme: light dark; --paper: oklch(0.985 0.005 100); --ink: oklch(0.245 0.018 220); --muted: oklch(0.48 0.018 220);
  --accent: oklch(0.475 0.085 182); --on-accent: oklch(0.99 0.005 182); --line: oklch(0.905 0.008 100) }
@media (prefers-color-scheme: dark) { :root { --paper: oklch(0.195 0.012 220); --ink: oklch(0.925 0.008 100); --muted: oklch(0.715 0.014 220);
  --accent: oklch(0.81 0.095 180); --on-accent: oklch(0.2 0.03 190); --line: oklch(0.31 0.013 220) } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.75rem Inter, ui-sans-serif, system-ui, sans-serif; overflow-wrap: anywhere }
header { border-bottom: 1px solid var(--line) }
header div, main { box-sizing: border-box; max-width: 40rem; margin: 0 auto; padding: 0 1.25rem }
header div { display: flex; align-items: center; min-height: 3.5rem }
header a { display: inline-flex; align-items: center; gap: .625rem; color: inherit; font-size: 1.25rem; font-weight: 700; letter-spacing: -.035em; text-decoration: none }
svg { width: 1.75rem; height: 1.5rem; color: var(--accent) }
main { padding-top: 12vh; padding-bottom: 2rem }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 2rem }
p { margin: 0 0 1.25rem; color: var(--muted) }
a.again { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 1.25rem; border-radius: 999px;
  background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none }
label { display: block; margin: 0 0 1.25rem }
textarea { display: block; box-sizing: border-box; margin-top: .5rem; width: 100%; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 1rem; background: transparent;
  color: inherit; font: inherit; field-sizing: content; min-height: 6rem; max-height: 50vh }
a:focus-visible, textarea:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }`
const mark = `<svg viewBox="0 0 28 24" aria-hidden="true" fill="currentColor"><path d="M1 9.5a8.5 8.5 0 0 1 17 0A8.5 8.5 0 0 1 9.5 18H1z"/>
<path d="M21.2 8.2A8.5 8.5 0 0 1 27 16v7.5h-7.6a8.4 8.4 0 0 1-6.6-3.3 11.3 11.3 0 0 0 8.4-12z" fill-opacity=".5"/></svg>`
const again = '<p><a class="again" href="">Try again</a></p>'

interface PlainPage {
  status: number
  title: string
  sentence: string
  /** HTML after the sentence. */
  more?: string
  headers?: Record<string, string>
}

/** A server action's request gets the sentence alone as its error, and the page shows it. */
function sendPage(
  response: ServerResponse,
  { status, title, sentence, more = '', headers = {} }: PlainPage,
): void {
  if (response.req.headers['next-action'] !== undefined) {
    // Next's client reads errors of exactly this type, without a charset.
    response.writeHead(status, { 'Content-Type': 'text/plain', ...headers })
    response.end(sentence)
    return
  }
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'Cache-Control': 'no-store',
    ...headers,
  })
  response.end(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · Hubbub</title>
<style>${style}</style>
<header><div><a href="/">${mark}Hubbub</a></div></header>
<main>
<h1>${title}</h1>
<p>${asHtml(sentence)}</p>
${more}
</main>
</html>
`)
}

/** Requests by programs get JSON, others a page. */
function isForPrograms(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/live/')
}

/** The answer while the database does not respond: a page could only fail, and would be blank without scripts. */
export function sendUnavailable(response: ServerResponse, path: string): void {
  if (isForPrograms(path)) {
    sendError(response, new Refusal('unavailable', 'The database is away. Try again in a moment.'))
    return
  }
  sendPage(response, {
    status: 503,
    title: 'Back in a moment',
    sentence: 'Hubbub cannot reach its database just now. Nothing that was saved is lost.',
    more: again,
    headers: { 'Retry-After': '5' },
  })
}

/** The answer to a client over its rate limit. */
export function sendTooMuch(response: ServerResponse, path: string, refusal: Refusal): void {
  if (isForPrograms(path)) {
    sendError(response, refusal)
    return
  }
  const seconds = Math.max(1, Math.ceil((refusal.retryAfterMs ?? 0) / 1000))
  sendPage(response, {
    status: 429,
    title: 'One moment',
    sentence: refusal.message,
    more: again,
    headers: { 'Retry-After': String(seconds) },
  })
}

/**
 * The answer to a form of an older build's page, when its action no longer exists.
 * `words`: the text in the form.
 */
export function sendOutdated(
  response: ServerResponse,
  path: string,
  words: readonly string[],
): void {
  const kept = words.length === 0 ? '' : ' Copy what you wrote, open the page again and put it in.'
  sendPage(response, {
    status: 409,
    title: 'Hubbub was updated',
    sentence: `What was sent from the page of before was not taken.${kept}`,
    more: `${asFields(words)}\n<p><a class="again" href="${asHtml(ownPath(path))}">Open the page again</a></p>`,
  })
}

/** Text fields to copy from. */
function asFields(words: readonly string[]): string {
  return words
    .map(
      (each) => `<label>You wrote<textarea readonly rows="5">\n${asHtml(each)}</textarea></label>`,
    )
    .join('\n')
}

/** A path of this site: leading slashes could make it another host's. */
function ownPath(path: string): string {
  return `/${path.replace(/^[/\\]+/, '')}`
}

/** The answer to a form that is truncated or malformed. */
export function sendBrokenForm(response: ServerResponse): void {
  sendPage(response, {
    status: 400,
    title: 'That did not arrive whole',
    sentence: 'A part of what was sent is missing. Go back and send it again.',
  })
}

/** The answer to an error: a page for people, JSON for programs. */
export function sendFailure(response: ServerResponse, path: string, error: unknown): void {
  if (isForPrograms(path) || response.headersSent) {
    sendError(response, error)
    return
  }
  const isTooLarge = error instanceof TooLarge
  // The rest of the body is not read, so the connection cannot be used again.
  if (isTooLarge) response.setHeader('Connection', 'close')
  const refusal = toRefusal(error)
  sendPage(response, {
    status: isTooLarge ? error.status : httpStatus(refusal.code),
    title: isTooLarge ? 'Too much at once' : 'This did not work',
    sentence: isTooLarge ? `${error.message} Go back: it is still there.` : refusal.message,
    more: isTooLarge ? '' : again,
  })
}

function asHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)
}

/** The status for a request whose Host is not the site's. */
export const misdirected = 421

/** The JSON body for it; `asked`: the origin that was requested. */
export function unknownHost(asked: string): object {
  return { type: 'error', ref: null, code: 'forbidden', message: setPublicUrl(asked) }
}

/** The answer to a request whose Host is not the site's. */
export function sendUnknownHost(response: ServerResponse, path: string, asked: string): void {
  if (isForPrograms(path)) sendJson(response, misdirected, unknownHost(asked))
  else {
    sendPage(response, {
      status: misdirected,
      title: 'Not known by this address',
      sentence: setPublicUrl(asked),
    })
  }
}

/** The error for a change from a page of another origin. */
export function foreign(): Refusal {
  return new Refusal('forbidden', 'The Origin of this request is not the site itself.')
}

interface Foreign {
  /** The origin of the sender. */
  origin: string
  /** The site's own origin. */
  own: string
  /** Whether `own` is from PUBLIC_URL. */
  isSet: boolean
  /** The text in the form. */
  words: readonly string[]
}

/** The same error as a page. */
export function sendForeign(
  response: ServerResponse,
  path: string,
  { origin, own, isSet, words }: Foreign,
): void {
  if (isForPrograms(path)) {
    sendError(response, foreign())
    return
  }
  const address = response.req.url ?? path
  const from = isPlainOrigin(origin) ? origin : 'another address'
  const remedy = isSet
    ? `Hubbub is at ${own}: go on there.`
    : `Hubbub knows itself as ${own}. If it is at the other one, whoever runs it sets PUBLIC_URL in its environment and starts it again.`
  sendPage(response, {
    status: 403,
    title: 'Not at this address',
    sentence: `What was sent from ${from} was not taken. ${remedy}`,
    more: `${asFields(words)}${isSet ? `\n<p><a class="again" href="${asHtml(own + ownPath(address))}">Go there</a></p>` : ''}`,
  })
}

/** Safe in HTML: the requested origin is repeated only when it has plain characters. */
function setPublicUrl(asked: string): string {
  const example = isPlainOrigin(asked) ? asked : 'https://hubbub.example'
  return (
    'Hubbub does not know that this is its address. ' +
    `Whoever runs it sets PUBLIC_URL=${example} in its environment and starts it again.`
  )
}
