import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { detectSales, type HistoryPoint } from './index.js'

const file = new URL('../../../../../shared/data/web/price_series.jsonl', import.meta.url)
const there = existsSync(file)

/**
 * Every twelfth of the falls that were told as sales at the time, or are by rule, in 251 real histories, judged one by one
 * by the prices of the two months before and the months after: `sale` where the price came back, `none` where it fell for
 * good, drifted, or is that of a vegetable that follows its market.
 */
const byEye = `
amazon.fr:B0CFY3D3SK 2026-08-11 sale
amazon.fr:B0FHQ57GC8 2026-08-11 sale
amazon.fr:B0F8BNRBT4 2026-08-10 sale
amazon.fr:B0FLXMS9WQ 2026-08-08 sale
amazon.fr:B0DRX54JWR 2026-07-27 sale
amazon.fr:B0G483DXMC 2026-07-27 sale
amazon.fr:B0DRX6ZHY9 2026-07-27 sale
amazon.fr:B0DZ2DC5ZV 2026-07-27 sale
amazon.fr:B0GXYCW6FK 2026-07-27 sale
amazon.fr:B0GXXXQY64 2026-07-21 sale
gatecrashah:id_centre-crew-9999-1431-bl183 2025-11-25 sale
gatecrashah:id_fitnesstukku_609 2026-01-06 sale
gatecrashah:base_10002940 2025-12-25 sale
bigbasket:potato 2023-01-21 none
bigbasket:potato 2022-11-23 none
bigbasket:onion 2023-03-02 none
bigbasket:onion 2023-08-29 none
dominicks-oj:store2:brand1 1991-04-11 sale
dominicks-oj:store2:brand1 1992-02-27 sale
dominicks-oj:store2:brand2 1991-06-27 sale
dominicks-oj:store2:brand3 1991-01-03 sale
dominicks-oj:store2:brand3 1992-05-28 none
dominicks-oj:store2:brand4 1991-06-13 sale
dominicks-oj:store2:brand4 1992-09-17 sale
dominicks-oj:store2:brand5 1991-09-12 sale
dominicks-oj:store2:brand5 1992-09-24 sale
dominicks-oj:store2:brand8 1991-07-18 none
dominicks-oj:store8:brand4 1990-11-22 none
dominicks-oj:store8:brand4 1992-09-17 sale
dominicks-oj:store8:brand5 1991-06-13 sale
dominicks-oj:store8:brand5 1991-02-28 sale
dominicks-oj:store8:brand10 1991-01-10 sale
dominicks-oj:store8:brand11 1990-12-06 none
dominicks-oj:store21:brand1 1991-05-16 sale
dominicks-oj:store21:brand1 1992-06-11 sale
dominicks-oj:store21:brand3 1990-07-26 sale
dominicks-oj:store21:brand4 1992-05-28 sale
dominicks-oj:store21:brand5 1991-02-07 sale
dominicks-oj:store21:brand5 1992-08-13 sale
dominicks-oj:store21:brand8 1991-03-14 sale
dominicks-oj:store21:brand9 1991-11-21 sale
dominicks-oj:store40:brand1 1991-04-25 sale
dominicks-oj:store40:brand1 1992-06-11 sale
dominicks-oj:store40:brand5 1990-09-13 sale
dominicks-oj:store40:brand5 1991-10-31 sale
dominicks-oj:store40:brand6 1991-04-11 none
dominicks-oj:store40:brand8 1991-10-24 sale
dominicks-oj:store40:brand9 1992-01-23 sale
dominicks-oj:store40:brand10 1991-11-28 sale
dominicks-oj:store71:brand2 1990-10-18 sale
dominicks-oj:store71:brand2 1992-04-30 sale
dominicks-oj:store71:brand4 1991-03-14 sale
dominicks-oj:store71:brand4 1992-08-06 sale
dominicks-oj:store71:brand5 1991-06-27 sale
dominicks-oj:store71:brand5 1991-01-24 sale
dominicks-oj:store71:brand8 1991-10-03 sale
dominicks-oj:store71:brand9 1991-04-11 sale
dominicks-oj:store71:brand9 1991-01-17 sale
dominicks-oj:store71:brand11 1992-09-03 sale
dominicks-oj:store84:brand1 1991-06-06 sale
dominicks-oj:store84:brand1 1992-06-04 sale
dominicks-oj:store84:brand4 1991-06-13 sale
dominicks-oj:store84:brand5 1990-08-02 sale
dominicks-oj:store84:brand5 1991-09-12 sale
dominicks-oj:store84:brand5 1991-02-28 sale
dominicks-oj:store84:brand8 1990-07-26 sale
dominicks-oj:store84:brand8 1991-12-12 sale
dominicks-oj:store84:brand10 1991-05-23 sale
dominicks-oj:store84:brand11 1991-02-14 sale
dominicks-oj:store100:brand3 1991-10-24 sale
dominicks-oj:store100:brand5 1991-03-21 sale
dominicks-oj:store100:brand5 1992-05-21 sale
dominicks-oj:store100:brand7 1991-09-19 sale
dominicks-oj:store100:brand9 1991-05-16 sale
dominicks-oj:store100:brand10 1990-10-18 sale
dominicks-oj:store100:brand10 1992-02-27 sale
dominicks-oj:store112:brand2 1992-04-30 sale
dominicks-oj:store112:brand3 1992-04-16 none
dominicks-oj:store112:brand4 1991-06-13 sale
dominicks-oj:store112:brand5 1990-09-13 sale
dominicks-oj:store112:brand5 1992-05-21 sale
dominicks-oj:store112:brand8 1990-07-26 sale
dominicks-oj:store112:brand9 1990-08-09 sale
dominicks-oj:store112:brand9 1992-01-23 sale
dominicks-oj:store112:brand10 1991-11-28 sale
dominicks-oj:store112:brand11 1991-03-14 sale
dominicks-oj:store126:brand2 1991-06-27 sale
dominicks-oj:store126:brand7 1990-11-22 none
dominicks-oj:store126:brand8 1990-07-26 sale
dominicks-oj:store126:brand8 1991-10-24 sale
dominicks-oj:store126:brand9 1991-09-05 sale
dominicks-oj:store126:brand10 1991-01-10 sale
dominicks-oj:store126:brand10 1992-09-10 sale
dominicks-oj:store126:brand11 1992-04-09 sale
dominicks-oj:store134:brand1 1991-11-21 sale
dominicks-oj:store134:brand2 1991-05-09 none
dominicks-oj:store134:brand5 1991-12-19 sale
dominicks-oj:store134:brand7 1992-02-20 sale
dominicks-oj:store134:brand10 1992-01-23 sale
dominicks-oj:store134:brand11 1992-03-12 sale
`

interface Series {
  readonly id: string
  readonly currency: string
  readonly points: readonly (readonly [at: string, price: number])[]
  readonly missing?: readonly string[]
}

describe.skipIf(!there)('a hundred falls of real prices, judged by eye (needs shared/data)', () => {
  const lines = there ? readFileSync(file, 'utf8').trim().split('\n') : []
  const sales = new Map(
    lines.map((line) => {
      const { id, currency, points, missing = [] }: Series = JSON.parse(line)
      const seen = points.map(([at, amount]): HistoryPoint => {
        return { at: Date.parse(at), price: { amount: amount.toFixed(2), currency } }
      })
      return [id, detectSales([...seen, ...missing.map((at) => ({ at: Date.parse(at) }))])]
    }),
  )
  const judged = byEye
    .trim()
    .split('\n')
    .map((line) => {
      const [, id = '', date = '', verdict = ''] = /^(.+) (\S+) (sale|none)$/.exec(line) ?? []
      const from = Date.parse(date)
      const found = sales.get(id)?.find(({ startedAt }) => startedAt >= from && startedAt < from + 86_400_000)
      return { found, isSale: verdict === 'sale' }
    })
  const share = (part: typeof judged, of: typeof judged) => part.length / of.length

  it('are a hundred', () => {
    expect(judged).toHaveLength(100)
  })

  it('those that were sales are found, 90 % of them at least', () => {
    const truly = judged.filter(({ isSale }) => isSale)
    expect(
      share(
        truly.filter(({ found }) => found),
        truly,
      ),
    ).toBeGreaterThanOrEqual(0.9)
  })

  it('of those found 90 % were sales, and 95 % of those whose price did not become the usual one', () => {
    const found = judged.filter((each) => each.found)
    const temporary = found.filter((each) => each.found?.ending !== 'became-usual')
    const right = (list: typeof judged) => list.filter(({ isSale }) => isSale)
    expect(share(right(found), found)).toBeGreaterThanOrEqual(0.9)
    expect(share(right(temporary), temporary)).toBeGreaterThanOrEqual(0.95)
  })
})
