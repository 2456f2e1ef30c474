// Charts as SVG that is read on light and dark pages alike: bars, and lines over a logarithmic axis.

const width = 720
const left = 190
const right = 90
const barHeight = 22
const gap = 12

const style = `<style>
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #3d4a4f }
  .title { font-size: 15px; font-weight: 600; fill: #12191b }
  .own { fill: #00695c } .other { fill: #a7b4b8 } .grid { stroke: #d9dfe1; stroke-width: 1 }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
  .line.own { fill: none; stroke: #00695c } .line.other { fill: none; stroke: #8a989d }
  .thread { fill: none; stroke-width: 1 } .thread.own { fill: none; stroke: #00695c } .thread.other { fill: none; stroke: #8a989d }
  .dash { stroke-dasharray: 6 5 } .dots { stroke-dasharray: 2 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #b6c2c6 } .title { fill: #eef3f4 }
    .own { fill: #7ad9c8 } .other { fill: #55636a } .grid { stroke: #2c373c }
    .line.own, .thread.own { stroke: #7ad9c8 } .line.other, .thread.other { stroke: #8a989d }
  }
</style>`

function svg(height: number, title: string, inner: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">` +
    `${style}<text class="title" x="0" y="18">${escape(title)}</text>${inner}</svg>\n`
  )
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

export interface Bar {
  label: string
  value: number
  /** What stands beside the bar. */
  words: string
  own: boolean
}

/** Bars from zero, longest to the right edge. */
export function bars(title: string, all: readonly Bar[]): string {
  const most = Math.max(...all.map(({ value }) => value))
  const room = width - left - right
  const rows = all.map(({ label, value, words, own }, index) => {
    const y = 36 + index * (barHeight + gap)
    const length = Math.max(2, (value / most) * room)
    const middle = y + barHeight / 2 + 4.5
    return (
      `<text x="${left - 10}" y="${middle}" text-anchor="end">${escape(label)}</text>` +
      `<rect class="${own ? 'own' : 'other'}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="4"/>` +
      `<text x="${(left + length + 8).toFixed(1)}" y="${middle}">${escape(words)}</text>`
    )
  })
  return svg(36 + all.length * (barHeight + gap), title, rows.join(''))
}

export interface Line {
  label: string
  points: readonly [x: number, y: number][]
  own: boolean
  stroke?: 'dash' | 'dots'
}

const plot = { top: 40, height: 240, left: 64, right: 226 }

/** Lines over logarithmic or linear axes; each has its name at its end. */
export function lines(
  title: string,
  all: readonly Line[],
  {
    x,
    y,
    logarithmic,
  }: { x: (value: number) => string; y: (value: number) => string; logarithmic: boolean },
): string {
  const place = logarithmic ? Math.log10 : (value: number): number => value
  const xs = all.flatMap(({ points }) => points.map(([at]) => at))
  const ys = all.flatMap(({ points }) => points.map(([, at]) => at))
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)]
  const [y0, y1] = logarithmic ? [Math.min(...ys), Math.max(...ys)] : [0, Math.max(...ys) * 1.1]
  const across = (value: number): number =>
    plot.left +
    ((place(value) - place(x0)) / (place(x1) - place(x0))) * (width - plot.left - plot.right)
  const down = (value: number): number =>
    plot.top + plot.height - ((place(value) - place(y0)) / (place(y1) - place(y0))) * plot.height
  const marks = logarithmic ? decades(y0, y1) : roundMarks(y1)
  const grid = marks.map(
    (mark) =>
      `<line class="grid" x1="${plot.left}" x2="${width - plot.right}" y1="${down(mark).toFixed(1)}" y2="${down(mark).toFixed(1)}"/>` +
      `<text x="${plot.left - 8}" y="${(down(mark) + 4).toFixed(1)}" text-anchor="end">${escape(y(mark))}</text>`,
  )
  const bottom = [...new Set(xs)].map(
    (mark) =>
      `<text x="${across(mark).toFixed(1)}" y="${plot.top + plot.height + 22}" text-anchor="middle">${escape(x(mark))}</text>`,
  )
  const named = all.filter(({ label }) => label !== '')
  const ends = named.map(({ points }) => down(points.at(-1)?.[1] ?? y0))
  const heights = apart(ends)
  const drawn = all.map(({ points, own, stroke = '' }) => {
    const path = points.map(([at, value]) => `${across(at).toFixed(1)},${down(value).toFixed(1)}`)
    return `<polyline class="line ${own ? 'own' : 'other'} ${stroke}" points="${path.join(' ')}"/>`
  })
  // Where lines end close to each other, a name stands higher or lower than its line: a thread leads to it.
  const labels = named.map(({ label, own }, index) => {
    const end = width - plot.right
    const height = (heights[index] ?? 0).toFixed(1)
    return (
      `<polyline class="thread ${own ? 'own' : 'other'}" points="${end + 2},${(ends[index] ?? 0).toFixed(1)} ${end + 22},${height} ${end + 28},${height}"/>` +
      `<text x="${end + 32}" y="${((heights[index] ?? 0) + 4).toFixed(1)}">${escape(label)}</text>`
    )
  })
  return svg(plot.top + plot.height + 36, title, [...grid, ...bottom, ...drawn, ...labels].join(''))
}

function decades(from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from))
  const last = Math.ceil(Math.log10(to))
  const all = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
  return all.filter((mark) => mark >= from * 0.99 && mark <= to * 1.01)
}

/** From zero in steps of 1, 2 or 5 with zeros, at most six. */
function roundMarks(to: number): number[] {
  const least = to / 5
  const decade = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((each) => each * decade).find((each) => each >= least) ?? least
  return Array.from({ length: Math.floor(to / step) + 1 }, (_, index) => index * step)
}

/** Heights moved so far apart that words at them do not lie over each other, each group around its own middle. */
export function apart(heights: readonly number[], least = 17): number[] {
  const order = heights.map((_, index) => index)
  order.sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))
  const groups: { sum: number; members: number[] }[] = []
  const top = ({ sum, members }: { sum: number; members: number[] }): number =>
    sum / members.length - ((members.length - 1) * least) / 2
  for (const index of order) {
    let group = { sum: heights[index] ?? 0, members: [index] }
    for (;;) {
      const before = groups.at(-1)
      if (!before || top(before) + before.members.length * least <= top(group)) break
      groups.pop()
      group = { sum: before.sum + group.sum, members: [...before.members, ...group.members] }
    }
    groups.push(group)
  }
  const found = [...heights]
  for (const group of groups) {
    group.members.forEach((index, place) => (found[index] = top(group) + place * least))
  }
  return found
}
