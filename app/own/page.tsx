// The page of the owner's link, which is printed at the start while the site has no owner: it asks for confirmation.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { isolated } from '#platform/text/names.ts'
import { site } from '#server/site.ts'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'
import { own } from '../account-actions.ts'
import { parameter } from '../same-site-path.ts'
import type { SearchParameters } from '../same-site-path.ts'
import { currentViewer } from '../viewer.ts'

export const metadata: Metadata = { title: 'Own this site' }

export default async function OwnPage({ searchParams }: { searchParams: SearchParameters }) {
  const key = parameter((await searchParams)['key']) ?? ''
  if (!(await site().ownership.isOpen(key))) notFound()
  const viewer = await currentViewer()
  if (!viewer) redirect(`/sign-in?${new URLSearchParams({ back: `/own?key=${key}` }).toString()}`)
  return (
    <NoticePage
      title="This site has no owner yet"
      way={
        <form action={own}>
          <input type="hidden" name="key" value={key} />
          <button type="submit" className={buttonClass('primary')}>
            Own it as @{viewer.handle}
          </button>
        </form>
      }
    >
      You are signed in as {isolated(viewer.name)}. Whoever owns the site sees how it does. The link
      is good once.
    </NoticePage>
  )
}
