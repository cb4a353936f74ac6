import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicUrl, redactor, secretsOfUrl, withSecretsOf } from './index.js'

describe('publicUrl', () => {
  it.each([
    ['https://ana:pw@shop.example/a?b=1#c', 'https://shop.example/a?b=1#c'],
    ['postgres://ana:pw@db.example:5432/main', 'postgres://db.example:5432/main'],
    ['https://api.example/?token=abc&page=2', 'https://api.example/?token=REDACTED&page=2'],
    ['https://api.example/?apiKey=abc', 'https://api.example/?apiKey=REDACTED'],
    ['https://api.example/?accessToken=a=b', 'https://api.example/?accessToken=REDACTED'],
    [
      'https://s3.example/?X-Amz-Security-Token=t&X-Amz-Date=d',
      'https://s3.example/?X-Amz-Security-Token=REDACTED&X-Amz-Date=d',
    ],
    ['https://app.example/#access_token=abc', 'https://app.example/#access_token=REDACTED'],
    [`https://maps.example/?key=${'k'.repeat(39)}`, 'https://maps.example/?key=REDACTED'],
  ])('takes the secrets out of %s', (url, shown) => {
    expect(publicUrl(url)).toBe(shown)
    expect(secretsOfUrl(url)).not.toEqual([])
    expect(publicUrl(shown)).toBe(shown)
  })

  it.each([
    'https://shop.example/?keyword=tea&author=ana&code=4711&key=A-12',
    'HTTPS://Shop.example/%7Eana',
    'tcp://bücher.example:25',
    'heartbeat:',
  ])('leaves %s as it is', (url) => {
    expect(publicUrl(url)).toBe(url)
    expect(secretsOfUrl(url)).toEqual([])
  })

  it('is undone by the stored URL, on the same server alone', () => {
    const url = 'https://ana:p%40w@shop.example/a?token=abc&sig=d%20e'
    expect(withSecretsOf(publicUrl(url), url)).toBe(url)
    expect(withSecretsOf('https://bob:x@shop.example/b', url)).toBe('https://bob:x@shop.example/b')
    for (const other of ['https://shop.example:8443/?token=REDACTED', 'http://shop.example/?token=REDACTED'])
      expect(withSecretsOf(other, url)).toBe(other)
  })
})

describe('a redactor', () => {
  it('finds a secret in Base64, wherever it stands in what was encoded', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 80, unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 8 }),
        fc.uint8Array({ maxLength: 8 }),
        (secret, before, after) => {
          const bytes = Buffer.from(secret)
          const encoded = Buffer.concat([before, bytes, after])
          for (const form of ['base64', 'base64url'] as const) {
            const shown = redactor([secret])(encoded.toString(form))
            expect(shown).toContain('REDACTED')
            // What is left holds at most the bits that the secret shares with its neighbours.
            expect(shown.replace('REDACTED', '').length).toBeLessThanOrEqual(
              Math.ceil(((before.length + after.length) * 4) / 3) + 6,
            )
          }
        },
      ),
      { interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false },
    )
  })

  it('finds a secret that a message cut off', () => {
    const secret = 'canary-0123456789-abcdefghijklmnopqrstuvwxyz'
    const redact = redactor([secret])
    for (let length = 10; length <= secret.length; length++)
      expect(redact(`got "${secret.slice(0, length)}…`)).toBe('got "REDACTED…')
  })
})
