import type { Battle, Check, Money, Product, Telltale } from '@telltale/core'
import colors from 'picocolors'

/** One line of the live table. */
export interface Row {
  readonly kind: string
  readonly subject: string
  readonly text: string
  readonly paint?: (text: string) => string
}

const paintByTier: Readonly<Record<string, (text: string) => string>> = {
  SONIC: colors.cyan,
  KNUCKLES: colors.yellow,
  EGGMAN: colors.red,
}

const plain = (text: string) => text
const fit = (text: string, width: number) =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)
const ms = (value: number) => `${value.toFixed(1)} ms`
const price = ({ amount, currency }: Money) => `${amount} ${currency}`

/** Prints one line: when, what happened, to whom, and the particulars. */
export function printRow({ kind, subject, text, paint = plain }: Row): void {
  const time = new Date().toISOString().slice(11, 19)
  console.log(`${colors.dim(time)}  ${paint(fit(kind, 14))}  ${fit(subject, 28)}  ${text}`)
}

/** Prints each event as it comes. */
export function printEvents(telltale: Telltale): void {
  console.log(colors.bold(`${fit('time', 8)}  ${fit('what', 14)}  ${fit('of', 28)}  particulars`))
  telltale.on('monitor:checked', ({ monitor, check }) =>
    printRow({
      kind: check.tier,
      subject: monitor.name,
      text: describeCheck(check),
      paint: paintByTier[check.tier] ?? plain,
    }),
  )
  telltale.on('monitor:tier-changed', ({ monitor, from, to }) => {
    if (from)
      printRow({
        kind: 'tier changed',
        subject: monitor.name,
        text: `${from} to ${to}`,
        paint: colors.magenta,
      })
  })
  telltale.on('product:refreshed', ({ product, observation }) => {
    if (product.version === 2)
      printRow({ kind: 'tracked', subject: nameOf(product), text: describeFirst(product) })
    else if (observation.unread)
      printRow({
        kind: 'unread',
        subject: nameOf(product),
        text: observation.unread.message,
        paint: colors.red,
      })
  })
  telltale.on('price:dropped', ({ product, from, to }) =>
    printRow({
      kind: 'price dropped',
      subject: nameOf(product),
      text: `${price(from)} to ${price(to)}`,
      paint: colors.green,
    }),
  )
  telltale.on('price:rose', ({ product, from, to }) =>
    printRow({
      kind: 'price rose',
      subject: nameOf(product),
      text: `${price(from)} to ${price(to)}`,
      paint: colors.red,
    }),
  )
  telltale.on('sale:started', ({ product, sale }) =>
    printRow({
      kind: 'sale started',
      subject: nameOf(product),
      text: `${price(sale.price)}, ${sale.depthPercent.toFixed(0)} % below the usual ${price(sale.usual)}`,
      paint: colors.green,
    }),
  )
  telltale.on('sale:ended', ({ product }) =>
    printRow({
      kind: 'sale ended',
      subject: nameOf(product),
      text: describeFirst(product),
      paint: colors.magenta,
    }),
  )
  telltale.on('error', (error) =>
    printRow({ kind: 'error', subject: error.code, text: error.message, paint: colors.red }),
  )
}

const nameOf = (product: Product) => product.title ?? product.url

function describeFirst({ price: current, unread, adapter }: Product): string {
  if (!current) return unread ? `no price: ${unread.message}` : 'no price yet'
  return `${price(current)} (${adapter})`
}

function describeCheck({ latencyMs, phases, httpStatus, failure }: Check): string {
  const parts = [
    ['dns', phases.dnsMs],
    ['connect', phases.connectMs],
    ['tls', phases.tlsMs],
    ['first byte', phases.firstByteMs],
    ['download', phases.downloadMs],
  ].flatMap(([name, value]) => (typeof value === 'number' ? [`${name} ${value.toFixed(1)}`] : []))
  const outcome = failure ? `${failure.kind}: ${failure.message}` : `status ${httpStatus}`
  return `${ms(latencyMs).padStart(10)}  ${outcome}${parts.length ? colors.dim(`  (${parts.join(', ')})`) : ''}`
}

/** Prints the score card of a battle, category by category. */
export function printBattle({ scoreCard, zip, entries }: Battle): void {
  console.log(colors.bold(`\nCar battle, prices for ZIP ${zip}`))
  const names = entries.map(({ name }) => name)
  console.log(`  ${fit('', 20)}  ${names.map((name) => fit(name, 26)).join('  ')}`)
  for (const { label, unit, entries: row } of scoreCard.categories) {
    const cells = row.map(({ value, points }) =>
      fit(
        value === undefined ? 'not known' : `${points > 0 ? '● ' : '  '}${Number(value.toFixed(2))} ${unit}`,
        26,
      ),
    )
    console.log(`  ${fit(label, 20)}  ${cells.join('  ')}`)
  }
  console.log(
    `  ${fit('points', 20)}  ${scoreCard.cars.map(({ points }) => fit(`  ${points}`, 26)).join('  ')}`,
  )
  console.log(`  ${colors.green(scoreCard.summary)}`)
  const sources = entries.flatMap(({ specs, valuation }) => [
    ...[specs?.horsepower, specs?.zeroToSixtySeconds, specs?.torqueLbFt].flatMap(
      (fact) => fact?.source.name ?? [],
    ),
    ...(valuation ? [valuation.source.name] : []),
  ])
  console.log(`  ${colors.dim(`sources: ${[...new Set(sources)].join('; ')}`)}\n`)
}

/** Prints what was learnt in all. */
export async function printSummary(telltale: Telltale): Promise<void> {
  console.log(colors.bold('\nWhat was seen'))
  for (const { id, name } of (await telltale.monitors.list()).items) {
    const { items } = await telltale.monitors.checks(id, { limit: 200 })
    console.log(`  ${fit(name, 28)}  ${items.length} checks: ${countTiers(items)}`)
  }
  for (const { id, title, url } of (await telltale.products.list()).items) {
    const { summary } = await telltale.products.analyze(id)
    console.log(`  ${fit(title ?? url, 28)}  ${summary}`)
  }
}

function countTiers(checks: readonly Check[]): string {
  const counts = new Map<string, number>()
  for (const { tier } of checks) counts.set(tier, (counts.get(tier) ?? 0) + 1)
  return [...counts].map(([tier, count]) => `${tier} ${count}`).join(', ')
}
