import type { IFlattenedRuleSet } from 'dependency-cruiser'

type ImportRule = NonNullable<IFlattenedRuleSet['forbidden']>[number]

const core = '^packages/core/src'
const library = (name: string): string => `(^|/)node_modules/${name}/`

/** A layer of core: the folders that make it up, and what its files may import from outside of core. */
interface Layer {
  readonly folders: readonly string[]
  /** npm packages; all of them are allowed when it is absent. */
  readonly libraries?: readonly string[]
  /** Node modules; all of them are allowed when it is absent. */
  readonly nodeModules?: readonly string[]
}

/** The layers of core, lowest first. A file imports its own layer's folders and those below, never one above. */
export const layers: readonly Layer[] = [
  { folders: ['errors'], libraries: [], nodeModules: [] },
  { folders: ['async'], libraries: [], nodeModules: [] },
  { folders: ['money'], libraries: [], nodeModules: [] },
  { folders: ['time'], libraries: [], nodeModules: [] },
  { folders: ['options'], libraries: ['zod'], nodeModules: [] },
  { folders: ['ids'], libraries: [], nodeModules: ['crypto'] },
  {
    folders: ['files'],
    libraries: [],
    nodeModules: ['child_process', 'crypto', 'fs', 'os', 'timers', 'util'].flatMap((name) => [
      name,
      `${name}/promises`,
    ]),
  },
  { folders: ['telemetry'], libraries: ['@opentelemetry/api'], nodeModules: [] },
  { folders: ['statistics'], libraries: [], nodeModules: [] },
  // Pure engines. The queue is a small library without dependencies.
  {
    folders: ['latency', 'cars', 'prices', 'alerting'],
    libraries: ['tinyqueue'],
    nodeModules: [],
  },
  // A connection is a socket of Node: its type alone, since the port hands one out.
  { folders: ['ports'], libraries: ['zod'], nodeModules: ['net'] },
  { folders: ['secrets'] },
  { folders: ['cache'] },
  { folders: ['bus'] },
  { folders: ['schedule'] },
  { folders: ['http'] },
  { folders: ['records'], libraries: [], nodeModules: [] },
  { folders: ['events'], libraries: ['eventemitter3'], nodeModules: [] },
  { folders: ['budgets'] },
  { folders: ['sources'] },
  { folders: ['runtime'] },
  {
    folders: [
      'monitors',
      'status-pages',
      'products',
      'battles',
      'purchases',
      'searches',
      'vehicles',
      'valuations',
      'opportunities',
      'analytics',
      'alerts',
      'deliveries',
      'audit',
      'backup',
      'privacy',
      'idempotency',
      'upkeep',
    ],
  },
]

/** The files that put the parts together. */
const composition = `${core}/(index|telltale|telltale-options|telltale-services|create-parts|every-row-schema|open-deliverer)\\.ts$`

/** The folders of services, one for each member of `telltale.*`. */
const services = layers.at(-1)?.folders ?? []

const inFolders = (folders: readonly string[]): string => `${core}/(${folders.join('|')})/`

/** Makes the rule of each layer: what it may import within core, and from outside where that is limited. */
const layerRules: readonly ImportRule[] = layers.map(({ folders, libraries, nodeModules }, index) => {
  const below = layers.slice(0, index + 1).flatMap((layer) => layer.folders)
  const allowed = [inFolders(below)]
  if (libraries) allowed.push(...libraries.map(library))
  else allowed.push('(^|/)node_modules/')
  if (nodeModules) allowed.push(...nodeModules.map((name) => `^(node:)?${name}$`))
  return {
    name: `${folders.join(', ')}: nothing above, nothing foreign`,
    severity: 'error',
    from: { path: inFolders(folders) },
    to: {
      pathNot: [...allowed, `${core}/testing/`, composition, '^packages/(?!core/)'],
      dependencyTypesNot: nodeModules ? [] : ['core'],
    },
  }
})

/** The rules of all imports. Adapters and storages see the public entries of core, and nothing of each other. */
export const importRules: IFlattenedRuleSet = {
  forbidden: [
    ...layerRules,
    {
      // It weighs more in a browser than they do. They check what they are given by `options/checks.ts`.
      name: 'engines reach no zod',
      severity: 'error',
      from: { path: inFolders(['latency', 'cars', 'prices', 'alerting']) },
      to: { path: library('zod'), reachable: true },
    },
    {
      name: 'a service imports no other service',
      severity: 'error',
      from: { path: `${core}/(${services.join('|')})/` },
      to: { path: inFolders(services), pathNot: `${core}/$1/` },
    },
    {
      name: 'only the entry imports the composition root',
      severity: 'error',
      from: {
        path: `${core}/`,
        pathNot: composition,
      },
      to: {
        path: composition,
      },
    },
    {
      name: 'the engine does not import its conformance kit',
      severity: 'error',
      from: { path: `${core}/`, pathNot: '/testing/' },
      to: { path: `${core}/testing/` },
    },
    {
      name: 'core imports no other package of Telltale',
      severity: 'error',
      from: { path: '^packages/core/' },
      to: { path: '^packages/(?!core/)' },
    },
    {
      // `probing`, `shop-page`, `listing-page`, `delivering` and `google-sign-in` are no adapters: they have no entry, and hold
      // what the probes, the shops, the marketplaces, the channels, and the services of Google share.
      name: 'adapters import nothing of each other',
      severity: 'error',
      from: { path: '^packages/adapters/src/([^/]+)/', pathNot: '^packages/adapters/src/environment/' },
      to: {
        path: '^packages/adapters/',
        pathNot: '^packages/adapters/src/($1|probing|shop-page|listing-page|delivering|google-sign-in)/',
      },
    },
    {
      name: 'other packages import only public entries of core',
      severity: 'error',
      // What helps their tests may use the conformance kit.
      from: { path: '^packages/(adapters|api|storage-[a-z]+)/', pathNot: '/testing/' },
      to: {
        path: '^packages/',
        pathNot: [
          '^packages/$1/',
          `${core}/(((ports|errors|money|alerting|latency|cars|cars/vehicle|cars/valuation|cars/background|prices)/)?index|json|records/tables|options/public)\\.ts$`,
        ],
      },
    },
    {
      // It runs wherever there is a fetch: on edges and in workers as on Node.
      name: 'the handler and the client reach no Node module',
      severity: 'error',
      from: { path: '^packages/api/src/', pathNot: '/(node|websocket|testing)/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no import circles', severity: 'error', from: {}, to: { circular: true } },
  ],
}
