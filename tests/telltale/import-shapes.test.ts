import { dns } from '@telltale/adapters/dns'
import { http } from '@telltale/adapters/http'
import { ping } from '@telltale/adapters/ping'
import { tcp } from '@telltale/adapters/tcp'
import { tls } from '@telltale/adapters/tls'
import { websocket } from '@telltale/adapters/websocket'
import { expect, it } from 'vitest'
import { configurations } from './import-configurations.js'
import { startTelltale } from './start.js'

const adapters = [http(), tcp(), tls(), dns(), ping(), websocket()]

/** The names of the monitors whose conditions have no like here. */
const known = ['check-domain-expiration']

it('carries at least 95 % of the endpoints of eight configurations over whole, and none silently weaker', async () => {
  const { monitors } = startTelltale({
    adapters,
    http: { allow: ['192.0.2.0/24', '2001:db8::/32'] },
  }).telltale
  let [total, whole] = [0, 0]
  for (const text of Object.values(configurations)) {
    const report = await monitors.import(text, { from: 'gatus', dryRun: true })
    const weaker = report.entries.filter(({ isWhole }) => !isWhole)
    // Whoever is weaker than before says why.
    expect(report.notes.filter(({ weakens }) => weakens).map(({ name }) => name)).toEqual(
      expect.arrayContaining(weaker.map(({ name }) => name)),
    )
    expect(weaker.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([])
    total += report.entries.length
    whole += report.entries.length - weaker.length
  }
  expect(total).toBe(49)
  expect(whole / total).toBeGreaterThanOrEqual(0.95)
})
