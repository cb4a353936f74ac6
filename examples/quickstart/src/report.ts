import type { Battle, Check, Telltale } from '@telltale/core'
import { colors } from './colors.js'
import { fit } from './table.js'

/** Prints the score card of a battle, category by category, and the sources of the figures. */
export function printBattle({ scoreCard, zip, entries }: Battle): void {
  console.log(colors.bold(`\nCar battle, prices for ZIP ${zip}`))
  const line = (label: string, cells: readonly string[]) =>
    console.log(`  ${fit(label, 20)}  ${cells.map((cell) => fit(cell, 26)).join('  ')}`)
  line(
    '',
    scoreCard.cars.map(({ name }) => name),
  )
  for (const { label, unit, entries: row } of scoreCard.categories) {
    const shown = (value?: number) =>
      value === undefined ? 'not known' : `${Number(value.toFixed(2))} ${unit}`
    line(
      label,
      row.map(({ value, points }) => `${points > 0 ? '●' : ' '} ${shown(value)}`),
    )
  }
  line(
    'Points',
    scoreCard.cars.map(({ points }) => `  ${points}`),
  )
  console.log(`  ${colors.green(scoreCard.summary)}`)
  for (const { name, specs, valuation } of entries) {
    const facts = [specs?.horsepower, specs?.zeroToSixtySeconds, specs?.torqueLbFt, valuation]
    const sources = new Set(facts.flatMap((fact) => fact?.source.name ?? []))
    for (const source of sources) console.log(colors.dim(`  ${name}: ${source}`))
  }
  console.log()
}

/** Returns a summary, one line for each monitor and product. */
export async function summarize({ monitors, products }: Telltale): Promise<readonly string[]> {
  const lines = [colors.bold('\nWhat was seen')]
  for (const { id, name } of (await monitors.list()).items) {
    const { items } = await monitors.checks(id, { limit: 200 })
    lines.push(`  ${fit(name, 28)}  ${items.length} checks: ${countTiers(items)}`)
  }
  for (const { id, title, url } of (await products.list()).items) {
    const { summary } = await products.analyze(id)
    lines.push(`  ${fit(title ?? url, 28)}  ${summary}`)
  }
  return lines
}

function countTiers(checks: readonly Check[]): string {
  const counts = new Map<string, number>()
  for (const { tier } of checks) counts.set(tier, (counts.get(tier) ?? 0) + 1)
  return [...counts].map(([tier, count]) => `${tier} ${count}`).join(', ')
}
