// The cookie that says in which time zone a reader is.

export const zoneCookie = 'hubbub_zone'

/** The zone that a cookie's value names; null when this runtime knows none of that name. */
export function zoneNamed(value: string | undefined): string | null {
  if (value === undefined || !/^[A-Za-z][\w+\-/]{0,63}$/.test(value)) return null
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: value }).format()
    return value
  } catch {
    return null
  }
}
