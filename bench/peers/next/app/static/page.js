// Twenty posts, made when the app is built.
import { createElement as element } from 'react'

const words = 'A post of usual length, as people write it, with a thought and a half in it. '
const posts = Array.from({ length: 20 }, (_, index) => `${index} ${words.repeat(2)}`)

export default function Page() {
  return element(
    'main',
    null,
    posts.map((post) => element('article', { key: post }, element('p', null, post))),
  )
}
