// Pages without the app behind them: what a person sees where it could only fail.
import type { ServerResponse } from 'node:http'
import { Refusal } from '#protocol/errors.ts'
import { sendError, sendJson } from './live/http.ts'

/** `text` is HTML. */
function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  text: string,
  headers: Record<string, string> = {},
): void {
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
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.25rem; overflow-wrap: anywhere }</style>
<h1>${title}</h1>
${text}
</html>
`)
}

/** Programs get JSON, people a page. */
function isForPrograms(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/live/')
}

/** What is answered while the database is away: a page could only fail, and without scripts it would be blank. */
export function sendUnavailable(response: ServerResponse, path: string): void {
  if (isForPrograms(path)) {
    sendError(response, new Refusal('unavailable', 'The database is away. Try again in a moment.'))
    return
  }
  const text = `<p>Hubbub cannot reach its database just now. Nothing that was saved is lost.</p>
<p><a href="">Try again</a></p>`
  sendPage(response, 503, 'Back in a moment', text, { 'Retry-After': '5' })
}

/** What is answered to whoever asks for too much. */
export function sendTooMuch(response: ServerResponse, path: string, refusal: Refusal): void {
  if (isForPrograms(path)) {
    sendError(response, refusal)
    return
  }
  const seconds = Math.max(1, Math.ceil((refusal.retryAfterMs ?? 0) / 1000))
  const text = `<p>${refusal.message}</p>\n<p><a href="">Try again</a></p>`
  sendPage(response, 429, 'One moment', text, { 'Retry-After': String(seconds) })
}

/** The status of a request to a name that is not the site's. */
export const misdirected = 421

/** What a program is told there; `asked`: the origin that it asked. */
export function unknownHost(asked: string): object {
  return { type: 'error', ref: null, code: 'forbidden', message: setPublicUrl(asked) }
}

/** What is answered under a name that is not the site's. */
export function sendUnknownHost(response: ServerResponse, path: string, asked: string): void {
  if (isForPrograms(path)) sendJson(response, misdirected, unknownHost(asked))
  else {
    const text = `<p>${setPublicUrl(asked)}</p>`
    sendPage(response, misdirected, 'Not known by this address', text)
  }
}

/** Safe to be put into a page: of what was asked only plain letters are repeated. */
function setPublicUrl(asked: string): string {
  const example = /^https?:\/\/[\w.:[\]-]+$/.test(asked) ? asked : 'https://hubbub.example'
  return (
    'Hubbub does not know that this is its address. ' +
    `Whoever runs it sets PUBLIC_URL=${example} in its environment and starts it again.`
  )
}
