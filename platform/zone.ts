// The cookie with the reader's time zone.

export const zoneCookie = 'hubbub_zone'

/** The time zone in a cookie's value; null when it is unknown to this runtime. */
export function zoneNamed(value: string | undefined): string | null {
  if (value === undefined || !/^[A-Za-z][\w+\-/]{0,63}$/.test(value)) return null
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: value }).format()
    return value
  } catch {
    return null
  }
}
