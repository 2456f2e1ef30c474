// The node's performance, for the operator.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { PerformanceTable } from '#features/performance/ui/performance-table.tsx'
import { Refresh } from '#features/performance/ui/refresh.tsx'
import { mayOperate } from '#features/accounts/policy.ts'
import { site } from '#server/site.ts'
import { currentViewer } from '../viewer.ts'

export const metadata: Metadata = { title: 'Performance' }

const everyMs = 5_000

export default async function PerformancePage() {
  const viewer = await currentViewer()
  if (!viewer) redirect('/sign-in?back=/performance')
  if (!(await mayOperate(site().db, viewer.id))) notFound()
  return (
    <div className="column pb-16">
      <Refresh everyMs={everyMs} />
      <h1 className="pt-6 text-xl font-semibold">Performance</h1>
      <PerformanceTable performance={site().performance()} />
    </div>
  )
}
