// Times in few words. Written out by hand, because the browser's and the server's tables of words differ.
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** How long ago, short: `now`, `5 min`, `3 h`, `2 d`, then the day. A clock that is ahead counts as now. */
export function relativeTime(at: string, now: number): string {
  const then = Date.parse(at)
  const passed = now - then
  if (passed < minute) return 'now'
  if (passed < hour) return `${Math.floor(passed / minute)} min`
  if (passed < day) return `${Math.floor(passed / hour)} h`
  if (passed < 7 * day) return `${Math.floor(passed / day)} d`
  const sameYear = new Date(then).getUTCFullYear() === new Date(now).getUTCFullYear()
  return sameYear ? dayAndMonth(then) : `${dayAndMonth(then)} ${new Date(then).getUTCFullYear()}`
}

/** The whole moment, in universal time, for whoever points at it. */
export function fullTime(at: string): string {
  const date = new Date(at)
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
  return `${dayAndMonth(date.getTime())} ${date.getUTCFullYear()}, ${clock} UTC`
}

/** The month and year alone, for a date that is long ago by nature. */
export function monthAndYear(at: string): string {
  const date = new Date(at)
  return `${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`
}

function dayAndMonth(then: number): string {
  const date = new Date(then)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`
}

function pad(part: number): string {
  return String(part).padStart(2, '0')
}
