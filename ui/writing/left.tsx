// How many characters a text has left: shown only near the limit.

export const tooLongSentence = 'That is too long. Please make it a little shorter.'

export function Left({ count }: { count: number | null }) {
  if (count === null) return null
  return (
    <p className={`text-note tabular-nums ${count < 0 ? 'font-medium text-danger' : 'text-muted'}`}>
      {count < 0 ? `${-count} too many` : `${count} left`}
    </p>
  )
}
