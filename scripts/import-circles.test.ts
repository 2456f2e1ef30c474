import { expect, test } from 'vitest'
import { circles } from './import-circles.ts'

test('a circle is named with its way, also through types, other folders and re-exports', () => {
  const found = circles({
    'client/a.ts': `import { b } from './b.ts'`,
    'client/b.ts': `export { c } from '#protocol/c.ts'`,
    'protocol/c.ts': `import type { A } from '#client/a.ts'`,
    'protocol/d.ts': `import { z } from 'zod'\nimport { c } from './c.ts'`,
  })
  expect(found).toEqual([
    'client/a.ts → client/b.ts → protocol/c.ts → client/a.ts is a circle of imports.',
  ])
})

test('two ways to one file are no circle', () => {
  const found = circles({
    'a.ts': `import './b.ts'\nimport './c.ts'`,
    'b.ts': `import './d.ts'`,
    'c.ts': `import './d.ts'`,
    'd.ts': '',
  })
  expect(found).toEqual([])
})

test('each of two circles is found', () => {
  const found = circles({
    'a.ts': `import './b.ts'`,
    'b.ts': `import './a.ts'\nimport './c.ts'`,
    'c.ts': `import './b.ts'`,
  })
  expect(found).toHaveLength(2)
})
