import { describe } from './describe.js'
import { makeSheet } from './sheet.js'
import { fitFoldModel } from './fold-model.js'
import { pseudoRandom } from './random.js'
import { readCsv } from '../../../../../benchmarks/valuation/csv.js'
import { setFormats, listingOf, identityOf, priceOf } from '../../../../../benchmarks/valuation/sets.js'
const [names, ...rest] = process.argv.slice(2)
const o: any = { trees: 300, mostLeaves: 48, rate: 0.05, rowShare: 0.6, columnShare: 0.5, leastWeight: 5, ridge: 1, tail: 1, seed: 1, passes: 3, drop: [], K: 1, folds: 2 }
for (const r of rest) { const [k, v] = r.split('='); o[k!] = k === 'drop' ? v!.split(',') : Number(v) }
const all = names === 'all' ? Object.keys(setFormats) : names!.split(',')
const median = (a: number[]) => a.toSorted((x, y) => x - y)[a.length >> 1]!
for (const name of all) {
  const f = setFormats[name]!
  const rows = readCsv(`/work/shared/data/cars/${name}_train.csv.gz`)
  const t0 = performance.now()
  const listings = rows.map((r) => listingOf(r, f))
  const at = Math.max(...listings.map((l) => l.lastSeenAt ?? Date.UTC((l.year ?? 0) + 1, 0)).filter(Number.isFinite))
  const described = listings.map((l) => describe(l, at))
  const sheet = makeSheet(described, Float64Array.from(rows, (r) => Math.log(priceOf(r))))
  const t1 = performance.now()
  const ids = rows.map((r) => identityOf(r, f))
  const rnd = pseudoRandom(5); const foldOf = new Map<string, number>(); const fold = ids.map((i) => { let v = foldOf.get(i); if (v === undefined) foldOf.set(i, v = Math.floor(rnd() * 5)); return v })
  const cnt = new Map<string, number>(); ids.forEach((i) => cnt.set(i, (cnt.get(i) ?? 0) + 1))
  const imp = Float64Array.from(ids, (i) => cnt.get(i)! ** -(o.pow ?? 1))
  const apes: number[] = []; const by: Record<string, number[]> = {}
  for (let k = 0; k < o.folds; k++) {
    const sum = new Float64Array(rows.length)
    for (let m = 0; m < o.K; m++) {
      const inner = pseudoRandom(100 + m); const isT = Uint8Array.from(fold, (v, i) => (v !== k && (o.K === 1 || (foldOf.get(ids[i]!)! * 7919 + i * 0) >= 0) ? 1 : 0))
      if (o.K > 1) { const r2 = pseudoRandom(77); const g = new Map<string, number>(); ids.forEach((id, i) => { let v = g.get(id); if (v === undefined) g.set(id, v = Math.floor(r2() * o.K)); if (v === m) isT[i] = 0 }) }
            const p = fitFoldModel(sheet, imp, isT, { ...o, seed: o.seed + m }).predictions
      for (let i = 0; i < p.length; i++) sum[i] += p[i]! / o.K
    }
    for (let i = 0; i < rows.length; i++) if (fold[i] === k) { const pr = priceOf(rows[i]!); const a = 100 * Math.abs(Math.exp(sum[i]!) - pr) / pr; apes.push(a); (by[rows[i]!.sample ?? ''] ??= []).push(a) }
  }
  console.log(name, 'MdAPE', median(apes).toFixed(2), Object.entries(by).length > 1 ? Object.entries(by).map(([s, a]) => `${s} ${median(a).toFixed(2)}`).join(' ') : '', `prep ${((t1 - t0) / 1e3).toFixed(1)}s fit ${((performance.now() - t1) / 1e3 / o.folds / o.K).toFixed(1)}s`, sheet.binnings.map(b => b.name).join(','))
}
