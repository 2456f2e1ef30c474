import { expect, test } from 'vitest'
import { findMentions } from './mentions.ts'
import { shapeOf } from './test-shape.ts'

const mentions = (text: string) => findMentions(text).map(({ handle }) => handle)

test.each([
  ['@Juno and (@mira_k) and, @tomas!', ['juno', 'mira_k', 'tomas']],
  ['こんにちは@ada', ['ada']],
  ['@adaさん、你好@tom吗 สวัสดี@jim 안녕@sam님', ['ada', 'tom', 'jim', 'sam']],
  ['@ada. @ada, @ada: @ada\'s @ada’s "@ada" @ada、@ada。', Array.from({ length: 8 }, () => 'ada')],
  ['「@ada」（@ada）؟@ada', ['ada', 'ada', 'ada']],
  ['👍@ada👍', ['ada']],
  ['@ſam @saſ @\u212aim @ki\u212a @аda @adа @ａｄａ', []],
  ['mail@example.org a/@juno @@juno @ada@example.org .@ada -@ada', []],
  [`@j @${'x'.repeat(31)}`, []],
  ['é@ada e\u0301@ada @adaé @ada\u0301 почта@ada @adaя', []],
])('%j mentions %j', (text, handles) => {
  expect(mentions(text)).toEqual(handles)
  // The parser of Markdown finds the same mentions.
  const found = shapeOf(`${text} **b**`).matchAll(/\{@ (\w+)\}/g)
  expect(Array.from(found, ([, handle]) => handle)).toEqual(handles)
})
