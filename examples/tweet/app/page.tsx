// Rendered at a cursor.
import { live } from '../live.ts'
import { Tweet } from './tweet.tsx'

export const dynamic = 'force-dynamic'

export default async function Page() {
  return <Tweet snapshot={await live.snapshot('tweet')} />
}
