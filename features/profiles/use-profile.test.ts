// A profile's name while its command is pending, and after its event.
import { expect, it } from 'vitest'
import { sampleAuthor, sampleEvent, sampleProfile } from '#features/sample-views.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { asLastWritten } from './use-profile.ts'

const viewer = sampleAuthor(1)

it('is shown as it was last written', () => {
  const browser = new TestBrowser(viewer)
  browser.add({ type: 'editProfile', ref: 'a', name: 'New', bio: 'Words' })
  expect(asLastWritten(browser, viewer).name).toBe('New')
  expect(asLastWritten(browser, viewer)).not.toHaveProperty('bio')
  const profile = sampleProfile(1, 'Old')
  expect(asLastWritten(browser, profile)).toMatchObject({ name: 'New', bio: 'Words' })
})

it('the answer to an edit renames its author everywhere', () => {
  const browser = new TestBrowser(viewer)
  const command = { type: 'editProfile', ref: 'a', name: 'New', bio: '' }
  browser.store.confirm(command, { profile: sampleProfile(1, 'New') })
  browser.apply(sampleEvent('profile.edited', { profile: sampleProfile(1, 'New') }))
  expect(browser.viewer?.name).toBe('New')
})
