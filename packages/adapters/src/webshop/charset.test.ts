import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/tee'
const visible = (price: string) =>
  `<html lang="de"><title>Grüner Tee</title><h1>Grüner Tee</h1><b class="price">${price}</b><button>Buy now</button>`
const data =
  '<script type="application/ld+json">{"@type":"Product","name":"Tee","offers":{"price":"12.50","priceCurrency":"EUR"}}</script>'

/** Bytes of one charset, read as those of another. */
function misread(html: string, as: 'latin1' | 'utf16le' | 'utf8', by: string): string {
  return new TextDecoder(by).decode(Buffer.from(html, as))
}

describe('a page decoded with the wrong charset', () => {
  it.each([
    ['UTF-8 read as Windows-1252', misread(visible('12,50 €'), 'utf8', 'windows-1252')],
    ['UTF-8 read as Windows-1252, with pounds', misread(visible('£12.50'), 'utf8', 'windows-1252')],
    ['UTF-8 read as Shift_JIS', misread(visible('12,50 €'), 'utf8', 'shift_jis')],
    ['UTF-8 read as UTF-16', misread(visible('12,50 €'), 'utf8', 'utf-16le')],
    ['UTF-16 read as UTF-8', misread(visible('12,50 €'), 'utf16le', 'utf-8')],
    ['UTF-16 read as Windows-1252', misread(visible('12,50 €'), 'utf16le', 'windows-1252')],
    ['Latin-1 read as UTF-8', misread(visible('12,50 £'), 'latin1', 'utf-8')],
    ['a yen of Shift_JIS read as ASCII', visible('\\12,50')],
  ])('gives the right amount or none: %s', (_what, html) => {
    const reading = extractProduct(html, url)
    if (reading.status === 'read') expect(reading.price.amount).toBe('12.50')
    else expect(reading.message).not.toBe('')
  })

  it.each([
    ['Windows-1252', 'windows-1252'],
    ['Shift_JIS', 'shift_jis'],
  ])('is read from its data, which is plain ASCII: UTF-8 read as %s', (_what, charset) => {
    const reading = extractProduct(misread(visible('ausverkauft') + data, 'utf8', charset), url)
    expect(reading).toMatchObject({ status: 'read', price: { amount: '12.50', currency: 'EUR' } })
  })
})
