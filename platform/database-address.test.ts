import { expect, test } from 'vitest'
import { databaseAddress } from './database-address.ts'

test.each([
  'postgresql://user:password@host:5432/hubbub',
  'postgres://me:secret@db.example/hubbub?sslmode=require',
  'postgresql://hubbub@localhost/hubbub?host=/run/postgresql',
  'postgresql://me:p%23%2F%3F%40%25@127.0.0.1/hubbub',
  'postgresql://me:secret@[::1]:5432/hubbub?schema=public',
])('%s is taken', (text) => {
  expect(databaseAddress.safeParse(text).success).toBe(true)
})

test.each([
  ['mysql://me:s3cret@db/hubbub', 'must be a PostgreSQL address'],
  ['s3cret', 'must be a PostgreSQL address'],
  ['postgresql://hubbub@/hubbub?host=/run/postgresql', '?host=/run/postgresql for a Unix socket'],
  ['postgresql:///hubbub', 'must be a PostgreSQL address'],
  ['postgresql://me:s3#cret@db/hubbub', 'write # as %23'],
  ['postgresql://me:s3/cret@db:5432/hubbub', 'write # as %23'],
  ['postgresql://me:5/s3cret@db:5432/hubbub', 'write # as %23'],
  ['postgresql://me:5?s3cret@db:5432/hubbub', 'write # as %23'],
  ['postgresql://me:s3%zzcret@db/hubbub', 'write # as %23'],
  ['postgresql://me:s3cret@db/hubbub#there', 'write # as %23'],
  ['postgresql://me:s3cret@db/hubbub?schema=other', 'leave out `schema`'],
])('%s is refused with a way on, and no part of it', (text, sentence) => {
  const message = databaseAddress.safeParse(text).error?.issues[0]?.message ?? ''
  expect(message).toContain(sentence)
  expect(message).not.toMatch(/s3|cret/)
})
