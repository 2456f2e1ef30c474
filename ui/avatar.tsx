// A person's avatar: the uploaded picture, or one drawn from the handle, always the same for a handle.
import { canBeSeen, inLine } from '#platform/text/names.ts'
import type { Author } from '#platform/author.ts'
import { cut, lengthOf } from '#platform/text/words.ts'

const sizes = { tiny: 20, small: 28, usual: 40, large: 80 } as const

/** Decorative (hidden from screen readers): the name always stands beside it. */
export function Avatar({
  person,
  size = 'usual',
}: {
  person: Pick<Author, 'handle' | 'name' | 'avatar'>
  size?: keyof typeof sizes
}) {
  const pixels = sizes[size]
  if (person.avatar) {
    return (
      <img
        src={person.avatar}
        alt=""
        width={pixels}
        height={pixels}
        decoding="async"
        className="shrink-0 rounded-full bg-sunken object-cover"
        style={{ width: pixels, height: pixels }}
      />
    )
  }
  return <Drawn person={person} pixels={pixels} />
}

// Two circles in similar colours, rotated by a hash of the handle, with the first letter on them.
function Drawn({ person, pixels }: { person: Pick<Author, 'handle' | 'name'>; pixels: number }) {
  const seed = hash(person.handle || person.name)
  const hue = seed % 360
  const turn = Math.floor(seed / 360) % 360
  const reach = 5 + (Math.floor(seed / 129_600) % 7)
  return (
    <svg
      viewBox="0 0 40 40"
      width={pixels}
      height={pixels}
      aria-hidden="true"
      className="shrink-0 rounded-full"
    >
      <rect width="40" height="40" fill={`oklch(0.9 0.055 ${hue})`} />
      <circle
        cx={20 + reach}
        cy="20"
        r="17"
        fill={`oklch(0.82 0.085 ${(hue + 40) % 360})`}
        transform={`rotate(${turn} 20 20)`}
      />
      <text
        x="20"
        y="20"
        dy="0.36em"
        textAnchor="middle"
        fontSize="17"
        fontWeight="600"
        fill={`oklch(0.33 0.075 ${hue})`}
        // Older and newer browsers split some scripts' first letter differently.
        suppressHydrationWarning
      >
        {initial(person)}
      </text>
    </svg>
  )
}

function initial(person: Pick<Author, 'handle' | 'name'>): string {
  const first = cut(inLine(person.name).trim(), 1)
  if (!canBeSeen(first)) return (person.handle[0] ?? '?').toUpperCase()
  const capital = first.toUpperCase()
  // A capital ß would be two letters.
  return lengthOf(capital) === 1 ? capital : first
}

// FNV-1a: short, evenly distributed, and the same in every runtime.
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return value
}
