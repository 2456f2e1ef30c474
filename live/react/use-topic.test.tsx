// Tests of useTopic: before it is live, a page shows the snapshot that it was rendered with.
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ada, clients, thingOf, thingsClient } from '../client/test-things.ts'
import { LiveProvider } from './live-provider.tsx'
import { useTopic } from './use-topic.ts'

const snapshot = {
  topic: 'things' as const,
  cursor: 'c',
  state: { things: [thingOf('1'), thingOf('2')] },
}

function Names() {
  return useTopic(thingsClient, snapshot, (things) => Object.keys(things).join())
}

it('a topic is shown as its snapshot says', () => {
  const page = (
    <LiveProvider
      features={clients}
      cursor="c"
      viewer={ada}
      transports={[]}
      act={() => Promise.resolve([])}
    >
      <Names />
    </LiveProvider>
  )
  expect(renderToStaticMarkup(page)).toBe('1,2')
})

it('a live component outside of the provider says so', () => {
  expect(() => renderToStaticMarkup(<Names />)).toThrow('outside LiveProvider')
})
