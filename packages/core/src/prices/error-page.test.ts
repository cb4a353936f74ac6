import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectErrorPage } from './index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const titled = (title: string, body = '') =>
  `<html><head><title>${title}</title></head><body>${body}</body></html>`

describe('a wall in the place of a page', () => {
  it.each([
    ['blocked', titled('Access Denied')],
    ['blocked', titled('Robot Check')],
    ['blocked', titled('Just a moment...')],
    ['blocked', titled('503 - Service Unavailable Error')],
    ['blocked', titled('Amazon.in', '<form action="/errors/validateCaptcha">')],
    ['blocked', titled('Shop', '<script src="https://geo.captcha-delivery.com/captcha/"></script>')],
    ['consent', titled('Before you continue to Shop')],
    ['consent', titled('Shop', '<h1>We value your privacy</h1>')],
    ['gone', titled('404 Not Found')],
    ['gone', titled('Shop', '<h1>This product is no longer available</h1>')],
    ['gone', titled('Page introuvable | Boutique')],
  ])('is %s: %s', (reason, html) => {
    expect(detectErrorPage({ html })).toMatchObject({ reason })
  })

  it('says by which words or address it is known', () => {
    expect(detectErrorPage({ html: titled('Access Denied') })).toEqual({
      reason: 'blocked',
      evidence: 'Access Denied',
    })
  })

  it.each([
    [403, 'blocked'],
    [429, 'blocked'],
    [404, 'gone'],
    [410, 'gone'],
  ])('is known by status %i as well', (httpStatus, reason) => {
    expect(detectErrorPage({ html: titled('Shop'), httpStatus })).toEqual({
      reason,
      evidence: `status ${httpStatus}`,
    })
  })
})

describe('a page', () => {
  it.each([
    ['of a product', titled('Green tea', '<h1>Green tea</h1><b>4,50 €</b>')],
    [
      'that says much, with a guard in its scripts',
      titled('Tea', `${'Green tea. '.repeat(400)}<script>_cf_chl_opt</script>`),
    ],
    ['of a book that is called so', titled('404 recipes for tea', `<h1>404</h1>${'A recipe. '.repeat(400)}`)],
    ['of nothing', ''],
  ])('%s is no wall', (_what, html) => {
    expect(detectErrorPage({ html })).toBeUndefined()
  })

  it('of any text is looked at without an exception', () => {
    const parts = fc.constantFrom(
      '<title>',
      '<h1>',
      '<script',
      '<!--',
      '<',
      '>',
      '404',
      ' not found',
      'Access Denied',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), parts)), (pieces) => {
        expect([undefined, 'blocked', 'consent', 'gone']).toContain(
          detectErrorPage({ html: pieces.join('') })?.reason,
        )
      }),
      limits,
    )
  })

  it.each(['<', '<script ', '<!--', '<title>', '<h1> '])(
    'of many %s is looked at in time',
    { timeout: 5_000 },
    (part) => {
      expect(detectErrorPage({ html: part.repeat(60_000) })).toBeUndefined()
    },
  )
})
