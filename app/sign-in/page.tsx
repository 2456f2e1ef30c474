// The page to sign in.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountPage } from '#features/accounts/ui/account-page.tsx'
import { SignInForm } from '#features/accounts/ui/sign-in-form.tsx'
import { signIn } from '../account-actions.ts'
import { readPurpose } from '../purpose.ts'
import type { SearchParameters } from '../same-site-path.ts'
import { currentViewer } from '../viewer.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: SearchParameters }) {
  const purpose = await readPurpose(searchParams)
  if (await currentViewer()) redirect(purpose.back)
  return (
    <AccountPage
      title="Welcome back"
      lead={
        purpose.like
          ? 'Sign in, and your like is counted at once.'
          : 'Sign in to write, to like and to answer.'
      }
      question="No account yet?"
      other={{ path: '/sign-up', label: 'Sign up' }}
      purpose={purpose}
    >
      <SignInForm action={signIn} purpose={purpose} />
    </AccountPage>
  )
}
