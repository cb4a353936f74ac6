import type { IFlattenedRuleSet } from 'dependency-cruiser'

const core = '^packages/core/src'
const foundations = `${core}/(errors|ids|money|options|time)/`
const engines = `${core}/(latency|cars|prices|alerts)/`
const library = (name: string): string => `(^|/)node_modules/${name}/`

/**
 * Who may import whom: foundations, then pure engine files, then ports and events, then what runs them, then the
 * composition root. Adapters and storages see the public entries of core, and nothing of each other.
 */
export const importRules: IFlattenedRuleSet = {
  forbidden: [
    {
      name: 'foundations import nothing but each other and zod',
      severity: 'error',
      from: { path: foundations },
      to: { pathNot: [foundations, library('zod')] },
    },
    {
      name: 'an engine entry reaches no Node module, no service and no port',
      severity: 'error',
      from: { path: `${core}/(latency|cars|cars/vehicle|cars/valuation|prices)/index\\.ts$` },
      to: {
        reachable: true,
        // Two small libraries without a dependency: statistics and a queue.
        pathNot: [
          `${core}/(errors|money|options|time|latency|cars|prices)/`,
          library('(simple-statistics|tinyqueue|zod)'),
        ],
      },
    },
    {
      name: 'ports and events name only foundations, records and each other',
      severity: 'error',
      from: { path: `${core}/(ports|events)/` },
      // A connection is a socket of Node: its type alone, since the port hands one out.
      to: {
        pathNot: [
          foundations,
          engines,
          `${core}/(ports|events)/`,
          library('(eventemitter3|zod)'),
          '^(node:)?net$',
        ],
      },
    },
    {
      name: 'only the entry imports the composition root',
      severity: 'error',
      from: { path: `${core}/`, pathNot: `${core}/index\\.ts$` },
      to: { path: `${core}/(index|telltale)\\.ts$` },
    },
    {
      name: 'the engine does not import its conformance kit',
      severity: 'error',
      from: { path: `${core}/`, pathNot: `${core}/testing/` },
      to: { path: `${core}/testing/` },
    },
    {
      name: 'core imports no other package of Telltale',
      severity: 'error',
      from: { path: '^packages/core/' },
      to: { path: '^packages/(?!core/)' },
    },
    {
      // `probing` and `shop-page` are no adapters: they have no entry, and hold what the probes, and the shops, share.
      name: 'adapters import nothing of each other',
      severity: 'error',
      from: { path: '^packages/adapters/src/([^/]+)/' },
      to: { path: '^packages/adapters/', pathNot: '^packages/adapters/src/($1|probing|shop-page)/' },
    },
    {
      name: 'adapters and storages import only public entries of core',
      severity: 'error',
      // What helps their tests may use the conformance kit.
      from: { path: '^packages/(adapters|storage-[a-z]+)/', pathNot: '/testing/' },
      to: {
        path: '^packages/',
        pathNot: [
          '^packages/$1/',
          `${core}/(((ports|latency|cars|cars/vehicle|cars/valuation|prices)/)?index|tables)\\.ts$`,
        ],
      },
    },
    { name: 'no import circles', severity: 'error', from: {}, to: { circular: true } },
  ],
}
