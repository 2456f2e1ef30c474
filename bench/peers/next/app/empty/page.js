// Nothing, rendered anew for each request.
import { createElement as element } from 'react'

export const dynamic = 'force-dynamic'

export default function Page() {
  return element('main', null, 'Nothing')
}
