// What every end-to-end test starts from: the server's address, people with accounts, and a page whose errors fail the test.
import { randomBytes } from 'node:crypto'
import { test as base, expect } from '@playwright/test'
import type { Browser, BrowserContext, Page } from '@playwright/test'

export { expect }

export interface Person {
  email: string
  password: string
  name: string
  username: string
}

export interface Visitor extends Person {
  context: BrowserContext
  page: Page
}

interface Fixtures {
  /** Sentences (or parts of them) that a page of this test may log as errors. */
  expectedErrors: (string | RegExp)[]
  /** Creates a person with an account of their own; signed in, in a window of their own. */
  person: (name?: string) => Promise<Visitor>
  /** A window of somebody who is not signed in. */
  stranger: () => Promise<Page>
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env['E2E_ORIGIN']),

  expectedErrors: async ({}, use) => use([]),

  page: async ({ page, expectedErrors }, use) => {
    const errors = collectErrors(page.context())
    await use(page)
    expect(unexpected(errors, expectedErrors)).toEqual([])
  },

  person: async ({ browser, baseURL, expectedErrors }, use) => {
    const windows = new Windows(browser, baseURL)
    await use(async (name = 'Ada') => {
      const context = await windows.open()
      const person = await signUp(context, name, baseURL)
      return { ...person, context, page: await context.newPage() }
    })
    expect(unexpected(await windows.close(), expectedErrors)).toEqual([])
  },

  stranger: async ({ browser, baseURL, expectedErrors }, use) => {
    const windows = new Windows(browser, baseURL)
    await use(async () => (await windows.open()).newPage())
    expect(unexpected(await windows.close(), expectedErrors)).toEqual([])
  },
})

/** Makes an account and leaves its session cookie in the window. */
export async function signUp(
  { request }: BrowserContext,
  name = 'Ada',
  origin = process.env['E2E_ORIGIN'] ?? '',
): Promise<Person> {
  const username = `${name.toLowerCase().replace(/[^a-z0-9]/g, '')}_${randomBytes(4).toString('hex')}`
  const person = { email: `${username}@example.org`, password: 'correct horse', name, username }
  const response = await request.post(`${origin}/api/auth/sign-up/email`, {
    data: person,
    headers: { origin },
  })
  expect(response.ok(), await response.text()).toBe(true)
  return person
}

/** Windows that a test opens, and the errors of all their pages. */
class Windows {
  readonly #browser: Browser
  readonly #baseURL: string | undefined
  readonly #contexts: BrowserContext[] = []
  readonly #errors: string[][] = []

  constructor(browser: Browser, baseURL: string | undefined) {
    this.#browser = browser
    this.#baseURL = baseURL
  }

  async open(): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      ...(this.#baseURL !== undefined && { baseURL: this.#baseURL }),
    })
    this.#contexts.push(context)
    this.#errors.push(collectErrors(context))
    return context
  }

  async close(): Promise<string[]> {
    await Promise.all(this.#contexts.map((context) => context.close()))
    return this.#errors.flat()
  }
}

function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = []
  void context.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sample }) =>
        console.error(`Refused by the policy: ${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (event) => errors.push(String(event.error())))
  return errors
}

function unexpected(errors: string[], expected: (string | RegExp)[]): string[] {
  const says = (error: string, part: string | RegExp) =>
    typeof part === 'string' ? error.includes(part) : part.test(error)
  return errors.filter((error) => !expected.some((part) => says(error, part)))
}
