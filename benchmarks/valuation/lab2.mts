import { describe } from '../../packages/core/src/cars/valuation/describe.js'
import { fitLearner } from '../../packages/core/src/cars/valuation/learner.js'
import { appraise, place, logPriceAt } from '../../packages/core/src/cars/valuation/appraise.js'
import { pseudoRandom } from '../../packages/core/src/cars/valuation/random.js'
import { readCsv } from './csv.js'
import { setFormats, listingOf, identityOf, priceOf } from './sets.js'
const [names, nf = '2'] = process.argv.slice(2)
const all = names === 'all' ? Object.keys(setFormats) : names!.split(',')
const median = (a: number[]) => a.toSorted((x, y) => x - y)[a.length >> 1]!
for (const name of all) {
  const f = setFormats[name]!
  const rows = readCsv(`/work/shared/data/cars/${name}_train.csv.gz`)
  const listings = rows.map((r) => listingOf(r, f))
  const at = Math.max(...listings.map((l) => l.lastSeenAt ?? Date.UTC((l.year ?? 0) + 1, 0)).filter(Number.isFinite))
  const cars = listings.map((l) => describe(l, at)); const lp = Float64Array.from(rows, (r) => Math.log(priceOf(r)))
  const ids = rows.map((r) => identityOf(r, f)); const rnd = pseudoRandom(5); const m = new Map<string, number>()
  const fold = ids.map((i) => { let v = m.get(i); if (v === undefined) m.set(i, v = Math.floor(rnd() * 5)); return v })
  const out: { ape: number; hit: boolean; below: boolean; w: number; v: number; s: string }[] = []; let fit = 0, val = 0
  for (let k = 0; k < Number(nf); k++) {
    const tr = [...fold.keys()].filter((i) => fold[i] !== k), te = [...fold.keys()].filter((i) => fold[i] === k)
    let t = performance.now()
    const { learner } = fitLearner(tr.map((i) => cars[i]!), Float64Array.from(tr, (i) => lp[i]!), tr.map((i) => ids[i]!), 3)
    fit += performance.now() - t; t = performance.now()
    for (const i of te) { const a = appraise(learner, place(learner, cars[i]!)); const p = priceOf(rows[i]!); const lo = logPriceAt(a, .1), hi = logPriceAt(a, .9)
      out.push({ ape: 100 * Math.abs(Math.exp(a.logValue) / p - 1), hit: lp[i]! >= lo && lp[i]! <= hi, below: lp[i]! < lo, w: (Math.exp(hi) - Math.exp(lo)) / Math.exp(a.logValue), v: a.logValue, s: rows[i]!.sample ?? '' }) }
    val += (performance.now() - t) / te.length
  }
  const cov = (o: typeof out) => (100 * o.filter((x) => x.hit).length / o.length).toFixed(1)
  const sorted = out.toSorted((a, b) => a.v - b.v)
  console.log(name, 'MdAPE', median(out.map((o) => o.ape)).toFixed(2), [...new Set(out.map((o) => o.s))].filter(Boolean).map((s) => `${s} ${median(out.filter((o) => o.s === s).map((o) => o.ape)).toFixed(2)}`).join(' '), 'cov', cov(out), 'below', (100 * out.filter((o) => o.below).length / out.length).toFixed(1), 'w', median(out.map((o) => o.w)).toFixed(3), 'dec', Array.from({ length: 10 }, (_, d) => cov(sorted.slice(Math.floor(d * sorted.length / 10), Math.floor((d + 1) * sorted.length / 10)))).join(' '), `fit ${(fit / 1e3 / Number(nf)).toFixed(1)}s value ${(1e3 * val / Number(nf)).toFixed(0)}us`)
}
