import { expect, it } from 'vitest'
import { canonicalTitleStatus } from './index.js'

it.each([
  ['Rebuilt/Restored', 'rebuilt'],
  ['Cat C', 'salvage'],
  ['Not salvage', 'clean'],
  ['Clean title, lien', 'clean'],
  ['Certificate of destruction', 'parts only'],
  ['No title', 'missing'],
  ['none', 'missing'],
  ['Lost title', 'missing'],
  // Nothing is missing where no issue is.
  ['Title issues: none', undefined],
  ['No title issues', undefined],
  ['No title problems, clean', 'clean'],
])('reads %j as %s', (text, status) => {
  expect(canonicalTitleStatus(text)).toBe(status)
})
