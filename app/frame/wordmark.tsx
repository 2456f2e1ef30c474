// The site's name and logo: two overlapping speech bubbles.
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 text-xl font-bold tracking-[-0.035em]">
      <svg viewBox="0 0 28 24" aria-hidden="true" className="h-6 w-7">
        <path d="M1 9.5a8.5 8.5 0 0 1 17 0A8.5 8.5 0 0 1 9.5 18H1z" fill="var(--accent)" />
        <path
          d="M21.2 8.2A8.5 8.5 0 0 1 27 16v7.5h-7.6a8.4 8.4 0 0 1-6.6-3.3 11.3 11.3 0 0 0 8.4-12z"
          fill="var(--accent)"
          fillOpacity="0.5"
        />
      </svg>
      <span className="@max-[16rem]:hidden">Hubbub</span>
    </span>
  )
}
