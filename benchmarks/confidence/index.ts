import { webshop } from '@telltale/adapters/webshop'
import type { ProductReading } from '@telltale/core/ports'
import { type CapturedPage, gradeOf, htmlOf, rowsOf, urlOf } from '../captured.js'
import { withoutData } from '../reading/without-data.js'
import { report } from '../report.js'

/**
 * Measures how often a price is right by its kind of support, and how well the stated confidence says so: on each captured
 * page as it is and without its data, and at the place of its price where that was taught. Whole shops are left out in five folds: the share in the other four is compared with that in the fold.
 */
const reader = webshop().products
if (!reader) throw new Error('the web shop reads no products')

interface Sample {
  readonly fold: number
  readonly kind: string
  readonly confidence: number
  readonly isRight: boolean
}

const versions = [(html: string) => html, withoutData]
const shops = [...new Set(rowsOf<CapturedPage>('pages.jsonl').map(({ shop }) => shop))].sort()

/** Returns the kind of support that the evidence of a reading stands for, by the confidence that it has. */
function sampleOf(page: CapturedPage, reading: ProductReading): readonly Sample[] {
  if (reading.status === 'unread') return []
  const { confidence = 0, evidence } = reading
  const data = evidence.filter((source) => source !== 'markup' && source !== 'state').length
  const source = data > 0 ? 'data' : evidence.includes('markup') ? 'markup' : 'state'
  const kind = evidence.includes('taught') ? 'taught' : `${source} at ${confidence}`
  const isRight = gradeOf(reading, page) === 'right'
  return [{ fold: shops.indexOf(page.shop) % 5, kind, confidence, isRight }]
}

function samplesOf(page: CapturedPage): readonly Sample[] {
  const { price, currency } = page.expected
  const [html, url] = [htmlOf(page), urlOf(page)]
  const place =
    price === null ? undefined : reader?.learn?.({ html, url }, { amount: price.toFixed(2), currency })
  return versions.flatMap((change) => {
    const changed = { html: change(html), url }
    const taught = place && reader?.extract(changed, { place })
    return [reader?.extract(changed), taught].flatMap((reading) => (reading ? sampleOf(page, reading) : []))
  })
}

const samples = rowsOf<CapturedPage>('pages.jsonl').flatMap(samplesOf)
const shareOf = (those: readonly Sample[]): number =>
  (those.filter(({ isRight }) => isRight).length + 0.5) / (those.length + 1)

const kinds = [...new Set(samples.map(({ kind }) => kind))].sort()
const rows = kinds.map((kind) => {
  const those = samples.filter((sample) => sample.kind === kind)
  return {
    kind,
    readings: those.length,
    right: those.filter(({ isRight }) => isRight).length,
    stated: those[0]?.confidence,
    measured: Number(shareOf(those).toFixed(3)),
  }
})

/** Returns the mean squared error of the share in four folds as a forecast of the fifth. */
function brier(): number {
  const errors = samples.map((sample) => {
    const others = samples.filter(({ fold, kind }) => fold !== sample.fold && kind === sample.kind)
    return ((sample.isRight ? 1 : 0) - shareOf(others)) ** 2
  })
  return errors.reduce((sum, error) => sum + error, 0) / errors.length
}

const gap = Math.max(...rows.map(({ stated = 0, measured }) => Math.abs(stated - measured)))
report(
  rows,
  { name: 'Brier score of whole shops left out', figure: brier(), bar: 0.02, unit: '' },
  { name: 'stated and measured confidence differ by', figure: 100 * gap, bar: 1, unit: 'points' },
)
