// Classes of everything that can be pressed, buttons and links alike.
const base =
  'inline-flex min-h-11 max-w-full shrink-0 items-center justify-center gap-2 rounded-full px-5 ' +
  'text-center font-medium select-none transition-colors duration-100 aria-disabled:opacity-50'

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  quiet: 'border border-line bg-raised text-ink hover:bg-sunken',
  plain: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'bg-danger-soft text-danger hover:bg-danger hover:text-paper',
} as const

/** The classes of a button; `extra` for its layout. */
export function buttonClass(kind: keyof typeof kinds, extra = ''): string {
  return `${base} ${kinds[kind]} ${extra}`
}

/** A round button for one icon, as large as a thumb; large text does not enlarge it at its neighbours' expense. */
export const iconButtonClass =
  'inline-flex h-11 w-[min(2.75rem,12vw)] items-center justify-center rounded-full text-muted transition-colors ' +
  'duration-100 hover:bg-sunken hover:text-ink'

/** An underlined link within a sentence. */
export const linkClass =
  'font-medium text-accent underline decoration-accent/45 decoration-from-font underline-offset-3 ' +
  'hover:text-accent-strong hover:decoration-current'

/** A small action in the row below a post: its width does not depend on its count. */
export const actionClass =
  'inline-flex h-11 min-w-20 items-center gap-2 rounded-full px-3 text-note ' +
  'transition-colors duration-100 hover:bg-sunken'
