import { defined } from '@telltale/core/options'
import type { Page } from '../parse/page.js'
import type { PriceHints } from './price-text.js'
import { findShopLayout } from './shop-layouts.js'

/** The currency of each country's domain. Domains that shops everywhere use, such as `co`, are left out. */
const currencyByCountry: ReadonlyMap<string, string> = new Map(
  `AED ae, ARS ar, AUD au, BDT bd, BRL br, CAD ca, CHF ch, CLP cl, CNY cn, CZK cz, DKK dk, EGP eg, GBP uk, HKD hk,
  HUF hu, IDR id, ILS il, INR in, JPY jp, KES ke, KRW kr, KWD kw, MAD ma, MXN mx, MYR my, NGN ng, NOK no, NZD nz,
  PEN pe, PHP ph, PKR pk, PLN pl, QAR qa, RON ro, RUB ru, SAR sa, SEK se, SGD sg, THB th, TRY tr, TWD tw, UAH ua,
  VND vn, ZAR za, EUR at be cy de ee es fi fr gr hr ie it lt lu lv mt nl pt si sk`
    .split(/,\s+/)
    .map((line) => line.trim().split(' '))
    .flatMap(([currency = '', ...countries]) => countries.map((country) => [country, currency] as const)),
)

/** An assignment of a currency in a script: `"currency":"EUR"`, `currencyCode = 'EUR'`. */
const assignment = /currency(?:_?code)?["']?\s{0,3}[:=]\s{0,3}["']([A-Z]{3})["']/iy

/** The currency in which Shopify shows the page to this visitor: `Shopify.currency = {"active":"NZD","rate":"1.0"}`. */
const shopifyActive =
  /currency["']?\s{0,3}[:=]\s{0,3}\{\s{0,3}["']?active["']?\s{0,3}:\s{0,3}["']([A-Z]{3})["']/y

/** Collects the price hints of a page from its scripts, the country of its host, and its language. */
export function pageHints(page: Page): PriceHints {
  const country = /\.([a-z]{2})$/.exec(page.url?.hostname ?? '')?.[1] ?? ''
  const stated = statedCurrency(page)
  const local = findShopLayout(page.url?.hostname)?.currency ?? currencyByCountry.get(country)
  const currencies = [...(stated ? [stated] : []), ...(local ? [local] : [])]
  const locale = localeOf(page)
  return { currencies, ...defined({ locale }) }
}

/** Returns the currency in which the page is shown, or else the one that all of its scripts agree on. */
function statedCurrency({ scripts }: Page): string | undefined {
  const codes = new Set<string>()
  for (const { text } of scripts)
    for (const at of mentionsOfCurrency(text)) {
      const active = matchAt(shopifyActive, text, at)
      if (active) return active
      const code = matchAt(assignment, text, at)
      if (code) codes.add(code.toUpperCase())
    }
  return codes.size === 1 ? [...codes][0] : undefined
}

/** Yields the positions of the word in a script. Scripts are long: a search for a plain text is the fastest. */
function* mentionsOfCurrency(script: string): Generator<number> {
  for (const rest of ['urrency', 'URRENCY'])
    for (let at = script.indexOf(rest); at >= 0; at = script.indexOf(rest, at + rest.length))
      if (!/\w/.test(script.charAt(at - 2))) yield at - 1
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[1]
}

function localeOf({ language }: Page): string | undefined {
  const tag = language.replaceAll('_', '-')
  try {
    return tag.length > 1 && tag.length < 40 ? Intl.getCanonicalLocales(tag)[0] : undefined
  } catch {
    return undefined
  }
}
