// The page to make an account.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountPage } from '#features/accounts/ui/account-page.tsx'
import { SignUpForm } from '#features/accounts/ui/sign-up-form.tsx'
import { signUp } from '../account-actions.ts'
import { readPurpose } from '../purpose.ts'
import type { SearchParameters } from '../same-site-path.ts'
import { currentViewer } from '../viewer.ts'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage({ searchParams }: { searchParams: SearchParameters }) {
  const purpose = await readPurpose(searchParams)
  if (await currentViewer()) redirect(purpose.back)
  return (
    <AccountPage
      title="Come in"
      lead={
        purpose.like
          ? 'Make an account, and your like is counted at once.'
          : 'A name, a handle, and you are part of it.'
      }
      question="Have an account?"
      other={{ path: '/sign-in', label: 'Sign in' }}
      purpose={purpose}
    >
      <SignUpForm action={signUp} purpose={purpose} />
    </AccountPage>
  )
}
