import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { alertRulesTable, alertsTable } from '../../packages/core/src/records/alert-records.js'
import { auditTable } from '../../packages/core/src/records/audit-records.js'
import { battlesTable } from '../../packages/core/src/records/battle-records.js'
import { comparisonsTable } from '../../packages/core/src/records/comparison-records.js'
import { feedTable } from '../../packages/core/src/records/feed-records.js'
import { checksTable, monitorsTable } from '../../packages/core/src/records/monitor-records.js'
import { observationsTable, productsTable } from '../../packages/core/src/records/product-records.js'
import { repository } from '../../scripts/packages.js'

const page = readFileSync(join(repository, 'docs/architecture.md'), 'utf8')

/** The columns of a table as the page has them: groups such as `url text` or `dnsMs? tlsMs? real`, the type last. */
function documentedColumns(table: string): string[] {
  const [, lines = ''] = new RegExp(`^${table} .*\\n((?:  .+\\n)+)`, 'm').exec(page) ?? []
  return lines.split(/ · |\n/).flatMap((group) => {
    const names = group.trim().split(/\s+/)
    const type = names.pop()
    return names.map((name) => `${name} ${type}`)
  })
}

describe('docs/architecture.md', () => {
  it.each([
    monitorsTable,
    checksTable,
    battlesTable,
    productsTable,
    observationsTable,
    alertRulesTable,
    alertsTable,
    comparisonsTable,
    feedTable,
    auditTable,
  ])('has the columns of $name, and no others', ({ name, columns }) => {
    const declared = Object.entries(columns).map(
      ([column, { type, optional }]) => `${column}${optional ? '?' : ''} ${type}`,
    )
    expect(documentedColumns(name).sort()).toEqual(declared.sort())
  })
})
