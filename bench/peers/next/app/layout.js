// The least that Next can be: what Hubbub's pages are held against.
import { createElement as element } from 'react'

export default function Layout({ children }) {
  return element('html', { lang: 'en' }, element('body', null, children))
}
