// A badge with the number of unread messages; nothing when there are none.
const most = 99

export function Unread({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span
      aria-hidden="true"
      className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] font-semibold text-on-accent tabular-nums"
    >
      {count > most ? `${most}+` : count}
    </span>
  )
}
