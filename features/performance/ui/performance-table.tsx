// A table of a node's performance: delays of real clients by transport, and its memory and queues.
import type { Performance } from '../protocol.ts'

const names: Record<string, string> = {
  sse: 'Event stream (SSE)',
  websocket: 'WebSocket',
  'long-poll': 'Waiting requests',
  'short-poll': 'Asking every few seconds',
}
const cellClass = 'py-2.5 pr-4 text-right whitespace-nowrap tabular-nums'
const wordClass = 'py-2.5 pr-4 text-left font-medium'

export function PerformanceTable({ performance }: { performance: Performance }) {
  const { delays, problems, connections, queuedBytes, cursor, uptimeSeconds, memoryBytes } =
    performance
  const rows = [
    ['Open connections', connections.toLocaleString('en')],
    ['Waits for slow readers', `${(queuedBytes / 1024).toFixed(0)} KiB`],
    ['Newest event', cursor],
    ['Runs for', duration(uptimeSeconds)],
    ['Memory of the process', `${(memoryBytes / 1024 / 1024).toFixed(0)} MiB`],
  ]
  return (
    <>
      {problems.length > 0 && (
        <ul className="mt-4 flex flex-col gap-1 rounded-xl bg-danger-soft px-4 py-3 text-danger">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <section aria-labelledby="delays">
        <h2 id="delays" className="pt-6 pb-1 text-lg font-semibold">
          How long changes take
        </h2>
        <p className="max-w-prose text-note text-muted">
          From this server to the screens of real readers and their word back, of a sample of them.
        </p>
        {delays.length === 0 ? (
          <p className="py-4 text-muted">Nobody has said anything yet.</p>
        ) : (
          <div className="overflow-x-auto">
            <table className="mt-2 w-full">
              <thead className="border-b border-line text-note text-muted">
                <tr>
                  <th className={`${wordClass} font-normal`}>Way</th>
                  <th className={`${cellClass} font-normal`}>Median</th>
                  <th className={`${cellClass} font-normal`}>Slowest 1 %</th>
                  <th className="py-2.5 text-right font-normal">Samples</th>
                </tr>
              </thead>
              <tbody>
                {delays.map(({ transport, samples, median, p99 }) => (
                  <tr key={transport} className="border-b border-line">
                    <th scope="row" className={wordClass}>
                      {names[transport] ?? transport}
                    </th>
                    <td className={cellClass}>{median.toFixed(0)} ms</td>
                    <td className={cellClass}>{p99.toFixed(0)} ms</td>
                    <td className="py-2.5 text-right tabular-nums">{samples}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section aria-labelledby="node">
        <h2 id="node" className="pt-8 pb-2 text-lg font-semibold">
          This node
        </h2>
        <dl className="grid max-w-md grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          {rows.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-muted">{term}</dt>
              <dd className="text-right tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
}
