import { describe, expect, it, test } from 'vitest'
import { asEmoji } from './emoji.ts'
import { emoji, givenEmoji, name, text } from './fields.ts'
import { canBeSeen, inLine, isolated } from './names.ts'
import { asWritten, cut, lengthOf, tooLong } from './words.ts'

const family = '👨‍👩‍👧'
const pile = (marks: number): string => `Z${'\u0301\u0316'.repeat(marks / 2)}`

describe('names', () => {
  const kept: [string, string, string][] = [
    ['one form for each character', 'Zoe\u0308', 'Zo\u00eb'],
    ['one line', 'Ada\n\tLovelace\u2028now', 'Ada Lovelace now'],
    ['no turning of what follows', 'abcd\u202e', 'abcd'],
    ['no isolates, embeddings and marks', '\u2067a\u2069\u202bb\u202c\u200fc\u061c', 'abc'],
    ['nothing that hides in it', 'a\u200bd\u00ada\ufeff\u2060', 'ada'],
    ['joiners of scripts', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['joined emoji', `${family} Family`, `${family} Family`],
    ['an ideographic space', '山田\u3000太郎', '山田\u3000太郎'],
    ['a broken character is shown as one', 'a\ud800', 'a\ufffd'],
    ['a flag of tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ]
  test.each(kept)('[W3] %s', (_what, given, wanted) => {
    expect(name(50).parse(given)).toBe(wanted)
  })

  const unseen = [
    '',
    '   ',
    '​',
    '‮',
    '⠀',
    'ㅤ',
    'ᅟ',
    'ᅠ',
    'ﾠ',
    '­',
    '　\xA0',
    '́̂',
    '️',
    '󠁡',
    '‍‌',
    '⁡',
    '͏',
    '឴',
    '𝅙',
    '𓑁',
    '￼',
    '',
    '﻿',
    '󠄀',
    '\u2028',
  ]
  test.each(unseen)('[W3] %j cannot be seen', (given) => {
    expect(canBeSeen(given)).toBe(false)
    const { error } = name(50).safeParse(given)
    expect(error?.issues[0]?.message).toBe('is not a name that can be seen')
  })

  test.each(['a', 'ا', 'ש', 'क्ष', '王', '✨', '🇦', '.', '\u{378}'])('%j can be seen', (given) => {
    expect(name(50).parse(given)).toBe(given)
  })

  test.each(['a\u0000b', 'a\u0007', '\u001b[31m', 'a\u0085\u0090'])('%j is refused', (given) => {
    const { error } = name(50).safeParse(given)
    expect(error?.issues[0]?.message).toBe('has control characters in it')
  })

  it('[W4] is as long as a reader counts', () => {
    expect(name(50).safeParse(family.repeat(50)).success).toBe(true)
    expect(name(50).safeParse(family.repeat(51)).error?.issues[0]?.message).toBe(
      'is longer than 50 characters',
    )
  })
})

describe('texts', () => {
  const kept: [string, string, string][] = [
    ['one form for each character', 'cafe\u0301 \u1112\u1161\u11ab', 'café 한'],
    ['one kind of line end', 'a\r\nb\rc\vd\fe', 'a\nb\nc\nd\ne'],
    ['no control characters', 'a\u0000b\u001b\u009fc', 'abc'],
    ['a broken character is shown as one', 'a\ud800b', 'a\ufffdb'],
    ['what turns the direction within it', 'x \u202bשלום\u202c y', 'x \u202bשלום\u202c y'],
    ['indentation', '\n\n    if x:\n\n        y()  \n\n', '    if x:\n\n        y()'],
  ]
  test.each(kept)('[W2] %s', (_what, given, wanted) => {
    expect(text(2000).parse(given)).toBe(wanted)
    expect(asWritten(wanted)).toBe(wanted)
  })

  test.each(['\u200b', '\u202e\u202c', '\u2800 \u2800', '\u3164'])('%j is refused', (given) => {
    expect(text(2000).safeParse(given).error?.issues[0]?.message).toBe(
      'has nothing that can be seen',
    )
  })

  it('may be empty where it need not be there', () => {
    expect(text(300, 0).parse(' ')).toBe('')
    expect(text(300).safeParse(' ').error?.issues[0]?.message).toBe('is empty')
  })

  it('[W4] is as long as a reader counts, and no longer than can be kept', () => {
    expect(tooLong(family.repeat(2000), 2000)).toBeNull()
    expect(tooLong('a'.repeat(2001), 2000)).toBe('is longer than 2000 characters')
    expect(tooLong('a'.repeat(1_000_000), 2000)).toBe('is longer than 2000 characters')
    const sentence = 'has more marks on its characters than can be kept'
    expect(tooLong(pile(100_000), 2000)).toBe(sentence)
    expect(text(2000).safeParse(pile(30_000)).error?.issues[0]?.message).toBe(sentence)
    expect(text(2000).safeParse(pile(200)).success).toBe(true)
  })

  it('takes no long time, whatever it holds', () => {
    const started = performance.now()
    for (const each of ['a\u0301\u0327', '🇩🇪', family, 'क्षि', '\u1100\u1161\u11a8']) {
      tooLong(each.repeat(100_000), 2000)
      cut(each.repeat(100_000), 5000)
      lengthOf(each.repeat(30_000))
    }
    text(2000).safeParse(pile(60_000))
    text(2000).safeParse('a'.repeat(5_000_000))
    text(2000).safeParse('\n'.repeat(5_000_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('counting and cutting', () => {
  const counted: [string, number][] = [
    ['', 0],
    ['hello', 5],
    ['e\u0301a', 2],
    ['a\u0301\u0302b\u0303', 2],
    [`${family}🇩🇪x`, 3],
    ['नमस्ते', 4],
    ['สวัสดี', 4],
    ['שָׁלוֹם', 4],
    ['\u0600a', 1],
    ['か\u3099き', 2],
    ['각\u11a8', 1],
    ['1️⃣2', 2],
  ]
  test.each(counted)('[W4] %j has %i characters', (given, wanted) => {
    const whole = [...new Intl.Segmenter().segment(given)].length
    expect(lengthOf(given)).toBe(whole)
    if (!/[\u0900-\u097f]/.test(given)) expect(lengthOf(given)).toBe(wanted)
  })

  it('counts alike however long it is', () => {
    for (const each of ['e\u0301', '🇩🇪', family, 'ש\u05c1\u05b8', '\u1100\u1161\u11a8', 'x']) {
      for (const before of ['', 'a', '\u0301', 'ab']) {
        const start = lengthOf(before + each) - 1
        expect(lengthOf(before + each.repeat(9000))).toBe(start + 9000)
      }
    }
  })

  it('cuts between characters', () => {
    expect(cut('🇩🇪 Team', 1)).toBe('🇩🇪')
    expect(cut(`${family} Family`, 1)).toBe(family)
    expect(cut('e\u0301a', 1)).toBe('e\u0301')
    expect(cut('abc', 5)).toBe('abc')
    expect(cut(pile(1000), 1).length).toBeLessThanOrEqual(20)
    expect(cut('', 1)).toBe('')
  })
})

describe('in a line with other words', () => {
  it('does nothing to those', () => {
    expect(inLine('ab\u202ecd\u2069\nx')).toBe('abcd x')
    expect(isolated('Ada\u2069\u202e')).toBe('Ada')
    expect(isolated('שלום\u2069')).toBe('\u2068שלום\u2069')
  })
})

describe('reactions', () => {
  const one: [string, string][] = [
    ['👍', '👍'],
    ['👍\ufe0f', '👍'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['❤\u200d🔥', '❤\ufe0f\u200d🔥'],
    ['🏳\u200d🌈', '🏳\ufe0f\u200d🌈'],
    ['\u24dc\ufe0f', '\u24c2\ufe0f'],
    ['\u24c2\ufe0f', '\u24c2\ufe0f'],
    ['1\ufe0f\u20e3', '1\ufe0f\u20e3'],
    ['☝🏽', '☝🏽'],
    ['☝\ufe0f🏽', '☝🏽'],
    ['🇩🇪', '🇩🇪'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['🧑🏽‍❤️‍💋‍🧑🏻', '🧑🏽‍❤️‍💋‍🧑🏻'],
  ]
  test.each(one)('[W5] %j is %j', (given, wanted) => {
    expect(emoji.parse(given)).toBe(wanted)
    expect(asEmoji(wanted)).toBe(wanted)
  })

  const none = ['', 'a', '1', '©', '❤', '🇦', '🇦🇧', '👍👍', '👍 ', '👍\u0301', '\ufe0f', '👨\u200d']
  test.each([...none, `👍${'\u0301'.repeat(30)}`, '👍'.repeat(40)])('[W5] %j is none', (given) => {
    expect(emoji.safeParse(given).error?.issues[0]?.message).toBe('is not one emoji')
  })

  it('can be taken back, whatever was given before', () => {
    expect(givenEmoji.parse('🇦')).toBe('🇦')
    expect(givenEmoji.parse('👍\ufe0f')).toBe('👍')
    expect(givenEmoji.safeParse('a\u0000').success).toBe(false)
  })
})
