// Short texts for times. Written by hand, because the browser's and the server's locale data differ.
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The time zone for dates: a name, or null for UTC. */
export type Zone = string | null

const universal = /^(Etc\/)?UTC$/

/** How long ago, short: `now`, `5 min`, `3 h`, `2 d`, then the date. The future counts as now. */
export function relativeTime(at: string, now: number, zone: Zone = null): string {
  const then = Date.parse(at)
  const passed = now - then
  if (passed < minute) return 'now'
  if (passed < hour) return `${Math.floor(passed / minute)} min`
  if (passed < day) return `${Math.floor(passed / hour)} h`
  if (passed < 7 * day) return `${Math.floor(passed / day)} d`
  const date = partsOf(then, zone)
  const sameYear = date.year === partsOf(now, zone).year
  return sameYear ? dayAndMonth(date) : `${dayAndMonth(date)} ${date.year}`
}

/** The full date and time, for tooltips. UTC is named, the reader's own zone is not. */
export function fullTime(at: string, zone: Zone = null): string {
  const date = partsOf(Date.parse(at), zone)
  const clock = `${pad(date.hour)}:${pad(date.minute)}`
  return `${dayAndMonth(date)} ${date.year}, ${clock}${universal.test(zone ?? 'UTC') ? ' UTC' : ''}`
}

/** Month and year, for dates long ago. */
export function monthAndYear(at: string, zone: Zone = null): string {
  const date = partsOf(Date.parse(at), zone)
  return `${months[date.month - 1] ?? ''} ${date.year}`
}

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

function dayAndMonth(date: Parts): string {
  return `${date.day} ${months[date.month - 1] ?? ''}`
}

function pad(part: number): string {
  return String(part).padStart(2, '0')
}

// A cache: making a format costs more than using it, and there are few zones.
const formats = new Map<string, Intl.DateTimeFormat>()
const mostFormats = 500

function partsOf(time: number, zone: Zone): Parts {
  const timeZone = zone ?? 'UTC'
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  if (formats.size > mostFormats) formats.clear()
  formats.set(timeZone, format)
  const parts = Object.fromEntries(
    format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute: minutes = 0 } = parts
  return { year, month, day: date, hour: hours, minute: minutes }
}
