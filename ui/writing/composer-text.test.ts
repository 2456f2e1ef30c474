// Unsent text is never lost: over reloads, copied and closed tabs, crashes, and with several accounts on one device.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clearBrowser, FakeField, FakePage, FakeStorage, local } from './fake-browser.ts'

function write(page: FakePage, field: FakeField, text: string, key = 'post'): void {
  field.value = text
  page.texts.changed(key)
}

/** A tab reloads so slowly that another tab takes over its text. */
async function takenOver(text: string) {
  const session = new FakeStorage()
  const before = new FakePage(session)
  const left = new FakeField()
  before.texts.open('post', left)
  write(before, left, text)
  before.close()
  const page = new FakePage(new FakeStorage())
  const field = new FakeField()
  page.texts.open('post', field)
  await vi.advanceTimersByTimeAsync(10_000)
  return { session, page, field }
}

beforeEach(() => {
  vi.useFakeTimers()
  clearBrowser()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('one tab', () => {
  it('has what was written after a reload, and nothing after it was sent', async () => {
    const session = new FakeStorage()
    const before = new FakePage(session)
    const field = new FakeField()
    before.texts.open('post', field)
    write(before, field, 'Words')
    before.close()
    const after = new FakePage(session)
    const again = new FakeField()
    after.texts.open('post', again)
    expect(again.value).toBe('Words')
    after.texts.forget('post')
    after.close()
    const last = new FakeField()
    new FakePage(session).texts.open('post', last)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(last.value).toBe('')
    expect(local.items.size).toBe(0)
  })

  it('costs a crash at most the last moments of fast writing', async () => {
    const session = new FakeStorage()
    const page = new FakePage(session)
    const field = new FakeField()
    page.texts.open('post', field)
    for (let count = 1; count <= 50; count += 1) {
      write(page, field, 'x'.repeat(count))
      await vi.advanceTimersByTimeAsync(100)
    }
    page.crash()
    const again = new FakeField()
    new FakePage(session).texts.open('post', again)
    expect(again.value.length).toBeGreaterThan(25)
  })

  it('keeps what was typed before the page came alive beside what was kept', () => {
    const session = new FakeStorage()
    const page = new FakePage(session)
    const field = new FakeField()
    page.texts.open('post', field)
    write(page, field, 'Kept')
    page.close()
    const typed = new FakeField()
    typed.value = 'Typed'
    new FakePage(session).texts.open('post', typed)
    expect(typed.value).toBe('Kept\nTyped')
  })

  it('keeps a rewritten text apart from the one that was given', () => {
    const session = new FakeStorage()
    const page = new FakePage(session)
    const field = new FakeField('As it was')
    const end = page.texts.open('edit', field)
    expect(local.items.size).toBe(0)
    write(page, field, 'Rewritten', 'edit')
    end()
    const again = new FakeField('As it was')
    const endAgain = page.texts.open('edit', again)
    expect(again.value).toBe('Rewritten')
    write(page, again, 'As it was', 'edit')
    endAgain()
    expect(local.items.size).toBe(0)
  })

  it('lives without storage, and where there is no room', () => {
    local.full = true
    const session = new FakeStorage()
    session.full = true
    const page = new FakePage(session)
    const field = new FakeField()
    const end = page.texts.open('post', field)
    write(page, field, 'Words')
    end()
    const again = new FakeField()
    page.texts.open('post', again)
    expect(again.value).toBe('Words')
  })
})

describe('several tabs', () => {
  it('keep what each has, also when one is copied and when both are loaded again', async () => {
    const one = new FakeStorage()
    const first = new FakePage(one)
    const field = new FakeField()
    first.texts.open('post', field)
    write(first, field, 'One')
    await vi.advanceTimersByTimeAsync(3_000)

    const two = new FakeStorage()
    for (const [name, text] of one.items) two.items.set(name, text)
    const copy = new FakePage(two)
    const copied = new FakeField()
    copy.texts.open('post', copied)
    expect(copied.value).toBe('One')
    write(copy, copied, 'Two')
    await vi.advanceTimersByTimeAsync(3_000)
    // Each has a copy that survives it.
    expect([...local.items.values()].toSorted()).toEqual(['One', 'Two'])

    copy.texts.forget('post')
    first.crash()
    copy.crash()
    const later = new FakeField()
    new FakePage(new FakeStorage()).texts.open('post', later)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(later.value).toBe('One')
  })

  it('take nothing over from one that goes on being written in meanwhile', async () => {
    const page = new FakePage(new FakeStorage())
    const open = new FakeField()
    page.texts.open('post', open)
    write(page, open, 'One')
    await vi.advanceTimersByTimeAsync(3_000)
    const empty = new FakePage(new FakeStorage())
    const field = new FakeField()
    empty.texts.open('post', field)
    await vi.advanceTimersByTimeAsync(100)
    write(page, open, 'One and more')
    await vi.advanceTimersByTimeAsync(5_000)
    expect([open.value, field.value]).toEqual(['One and more', ''])
  })

  it('take nothing over from one that is open, and everything from those that are gone', async () => {
    const pages = ['One', 'Two'].map((text) => {
      const page = new FakePage(new FakeStorage())
      const field = new FakeField()
      page.texts.open('post', field)
      write(page, field, text)
      return page
    })
    await vi.advanceTimersByTimeAsync(3_000)
    const empty = new FakePage(new FakeStorage())
    const field = new FakeField()
    empty.texts.open('post', field)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(field.value).toBe('')
    expect(local.items.size).toBe(2)

    for (const page of pages) page.crash()
    const found: string[] = []
    for (let count = 0; count < 3; count += 1) {
      const page = new FakePage(new FakeStorage())
      const each = new FakeField()
      page.texts.open('post', each)
      await vi.advanceTimersByTimeAsync(5_000)
      found.push(each.value)
    }
    expect(found.toSorted()).toEqual(['', 'One', 'Two'])
  })

  it('give back what they took over from one that was only slow to load again', async () => {
    const { session, field: empty } = await takenOver('Still mine')
    expect(empty.value).toBe('Still mine')
    const third = new FakeField()
    new FakePage(new FakeStorage()).texts.open('post', third)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([empty.value, third.value]).toEqual(['Still mine', ''])
    const again = new FakeField()
    new FakePage(session).texts.open('post', again)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([again.value, empty.value]).toEqual(['Still mine', ''])
    expect([...local.items.values()]).toEqual(['Still mine'])
  })

  it('keep what they took over once somebody has gone on writing in it', async () => {
    const { session, page, field: taken } = await takenOver('Words')
    write(page, taken, 'Words and more')
    const again = new FakeField()
    new FakePage(session).texts.open('post', again)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([again.value, taken.value]).toEqual(['Words', 'Words and more'])
  })

  it('leave what a closed one had, when somebody begins to write meanwhile', async () => {
    const gone = new FakePage(new FakeStorage())
    const field = new FakeField()
    gone.texts.open('post', field)
    write(gone, field, 'Old')
    gone.close()
    const page = new FakePage(new FakeStorage())
    const fresh = new FakeField()
    page.texts.open('post', fresh)
    write(page, fresh, 'New')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(fresh.value).toBe('New')
    expect([...local.items.values()].toSorted()).toEqual(['New', 'Old'])
  })
})

it('another person on the same device sees nothing of it', async () => {
  const session = new FakeStorage()
  const page = new FakePage(session)
  const field = new FakeField()
  page.texts.open('post', field)
  write(page, field, 'Mine')
  page.close()
  const theirs = new FakeField()
  new FakePage(session, 'bob').texts.open('post', theirs)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(theirs.value).toBe('')
  const own = new FakeField()
  new FakePage(session).texts.open('post', own)
  expect(own.value).toBe('Mine')
})
