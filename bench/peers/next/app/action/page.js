// A form whose action does nothing: what an action costs at the least.
import { createElement as element } from 'react'

export const dynamic = 'force-dynamic'

async function nothing() {
  'use server'
  return []
}

export default function Page() {
  return element('form', { action: nothing }, element('button', null, 'Do nothing'))
}
