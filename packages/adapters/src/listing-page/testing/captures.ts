import { existsSync, readFileSync } from 'node:fs'
import { canonicalModel } from '@telltale/core/cars/vehicle'
import type { ProductPage } from '@telltale/core/ports'
import { expect, it } from 'vitest'
import type { ListingsPage } from '../read-listings.js'

const folder = new URL('../../../../../../../shared/data/web/', import.meta.url)
const isThere = existsSync(new URL('cars.jsonl', folder))

/** A captured page, with what a person read on it. */
interface Captured {
  readonly id: string
  readonly file: string
  readonly site: string
  readonly kind: string
  readonly unsure: readonly string[]
  readonly expected: {
    readonly listingsOnPage: number
    readonly totalResults: number | null
    readonly first: Readonly<Record<string, string | number | null>> | null
  }
}

const captured = (): readonly Captured[] =>
  isThere
    ? readFileSync(new URL('cars.jsonl', folder), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : []

/** Returns the HTML of a captured page; `undefined` where the captures are not there. */
export function capturedHtml(id: string): string | undefined {
  const file = captured().find((page) => page.id === id)?.file
  return file === undefined ? undefined : readFileSync(new URL(file, folder), 'utf8')
}

/** Reads the captured pages of a site, and compares them with what a person read. */
export function readsItsCaptures(read: (page: ProductPage) => ListingsPage, ids: RegExp): void {
  const own = captured().filter(({ id }) => ids.test(id))
  it.skipIf(!isThere)('reads captured pages (needs shared/data)', () => {
    expect(own.length).toBeGreaterThan(0)
    for (const { id, site, kind, expected, file, unsure } of own) {
      const html = readFileSync(new URL(file, folder), 'utf8')
      const { listings, total, problem } = read({ html, url: `https://www.${site.replace(/ .*/, '')}/` })
      expect([id, listings.length], 'cars on the page').toEqual([id, expected.listingsOnPage])
      if (kind === 'blocked') expect(problem).toBe('blocked')
      if (expected.totalResults !== null)
        expect([id, total], 'cars in all').toEqual([id, expected.totalResults])
      if (expected.first)
        expect(firstOf(listings[0], expected.first, unsure)).toEqual(firstSeen(expected.first, unsure))
    }
  })
}

type Seen = NonNullable<Captured['expected']['first']>

const compared = ['year', 'make', 'model', 'price', 'currency', 'mileage', 'vin', 'trim', 'path'] as const

/** Returns what a person saw, in the terms of a listing: the model by its usual name, a link by its path. */
function firstSeen(seen: Seen, unsure: readonly string[]): Readonly<Record<string, unknown>> {
  const model = canonicalModel(String(seen.make), cabless(seen.model))
  const path = seen.url === null ? null : new URL(String(seen.url), 'https://site.example').pathname
  return pick({ ...seen, model, path, trim: seen.trim?.toString().toLowerCase() ?? null }, seen, unsure)
}

function firstOf(
  listing: ListingsPage['listings'][number] | undefined,
  seen: Seen,
  unsure: readonly string[],
): Readonly<Record<string, unknown>> {
  const read = {
    ...listing,
    model: canonicalModel(listing?.make ?? '', cabless(listing?.model ?? '')),
    trim: listing?.trim?.toLowerCase() ?? null,
    price: Number(listing?.price?.amount),
    currency: listing?.price?.currency,
    mileage: listing?.originals?.mileageMiles?.value ?? listing?.mileageMiles,
    path: listing?.url === undefined ? null : new URL(listing.url).pathname,
  }
  return pick(read, seen, unsure)
}

/** Picks the members that the person was sure of and saw. */
function pick(from: Readonly<Record<string, unknown>>, seen: Seen, unsure: readonly string[]) {
  const sure = compared.filter((name) => {
    const written = name === 'path' ? 'url' : name
    return !unsure.includes(written) && seen[written] !== null
  })
  return Object.fromEntries(sure.map((name) => [name, from[name]]))
}

/** Leaves out the cab that a site writes behind the model of a pickup. */
const cabless = (model: unknown): string => String(model).replace(/\s+(?:SuperCrew|Crew) Cab$/i, '')
