import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { describe, expect, it, onTestFinished } from 'vitest'
import { importRules, layers } from './import-rules.js'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Checks the packages under `baseDir`; returns the rules that are broken, each with who imports whom. */
async function brokenRules(baseDir: string) {
  const { output } = await cruise(
    ['packages'],
    {
      baseDir,
      ruleSet: importRules,
      validate: true,
      exclude: { path: '(^|/)dist/|\\.(test|fault)\\.ts$|\\.config\\.ts$' },
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
    },
    { exportsFields: ['exports'], conditionNames: ['@telltale/source', 'import', 'node'] },
  )
  const { modules, summary } = output as ICruiseResult
  return {
    modules: modules.length,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

async function broken(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-imports-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return (await brokenRules(folder)).violations.map(({ rule }) => rule)
}

describe('who may import whom', () => {
  it('is kept by every package, and there is no import circle', async () => {
    const { modules, violations } = await brokenRules(repository)
    expect(modules).toBeGreaterThan(20)
    expect(violations).toEqual([])
  })

  const core = 'packages/core/src'
  const adapters = 'packages/adapters/src'
  const foreign = (folders: string) => `${folders}: nothing above, nothing foreign`

  it.each<[mistake: string, rule: string, files: Record<string, string>]>([
    [
      'money that imports the HTTP client',
      foreign('money'),
      { [`${core}/money/money.ts`]: "import '../http/client.js'", [`${core}/http/client.ts`]: '' },
    ],
    [
      'a tier that imports a Node module',
      foreign('latency, cars, prices, alerting'),
      { [`${core}/latency/tier.ts`]: "import 'node:fs'" },
    ],
    [
      'an engine that checks its options with zod',
      'engines reach no zod',
      {
        [`${core}/prices/history.ts`]: "import '../options/index.js'",
        [`${core}/options/index.ts`]: "import 'zod'",
        'node_modules/zod/package.json': '{ "name": "zod", "main": "index.js" }',
        'node_modules/zod/index.js': '',
      },
    ],
    [
      'an engine file that nothing reaches and that imports the runtime',
      foreign('latency, cars, prices, alerting'),
      {
        [`${core}/prices/orphan.ts`]: "import '../runtime/index.js'",
        [`${core}/runtime/index.ts`]: '',
      },
    ],
    [
      'a port that names a service',
      foreign('ports'),
      {
        [`${core}/ports/storage.ts`]: "import type { Monitors } from '../monitors/monitors.js'",
        [`${core}/monitors/monitors.ts`]: 'export interface Monitors {}',
      },
    ],
    [
      'an HTTP client that imports the runtime',
      foreign('http'),
      { [`${core}/http/client.ts`]: "import '../runtime/index.js'", [`${core}/runtime/index.ts`]: '' },
    ],
    [
      'events that name a service',
      foreign('events'),
      {
        [`${core}/events/telltale-events.ts`]: "import type { Products } from '../products/products.js'",
        [`${core}/products/products.ts`]: 'export interface Products {}',
      },
    ],
    [
      'a runtime that imports a service',
      foreign('runtime'),
      { [`${core}/runtime/runtime.ts`]: "import '../upkeep/upkeep.js'", [`${core}/upkeep/upkeep.ts`]: '' },
    ],
    [
      'a service that imports another',
      'a service imports no other service',
      {
        [`${core}/battles/battles.ts`]: "import '../products/products.js'",
        [`${core}/products/products.ts`]: '',
      },
    ],
    [
      'a record that imports the runtime',
      foreign('records'),
      { [`${core}/records/tables.ts`]: "import '../runtime/index.js'", [`${core}/runtime/index.ts`]: '' },
    ],
    [
      'a service that imports the composition root',
      'only the entry imports the composition root',
      { [`${core}/products/products.ts`]: "import '../telltale.js'", [`${core}/telltale.ts`]: '' },
    ],
    [
      'a scheduler that imports a conformance case',
      'the engine does not import its conformance kit',
      { [`${core}/schedule/clock.ts`]: "import '../testing/index.js'", [`${core}/testing/index.ts`]: '' },
    ],
    [
      'a core that knows an adapter',
      'core imports no other package of Telltale',
      {
        [`${core}/http/client.ts`]: "import '../../../adapters/src/http/index.js'",
        [`${adapters}/http/index.ts`]: '',
      },
    ],
    [
      'an adapter that borrows from another',
      'adapters import nothing of each other',
      { [`${adapters}/amazon/index.ts`]: "import '../webshop/page.js'", [`${adapters}/webshop/page.ts`]: '' },
    ],
    [
      'a storage that imports a private file of core',
      'other packages import only public entries of core',
      {
        'packages/storage-memory/src/index.ts': "import '../../core/src/errors/errors.js'",
        [`${core}/errors/errors.ts`]: '',
      },
    ],
    [
      'a handler that imports a Node module',
      'the handler and the client reach no Node module',
      { 'packages/api/src/create-api.ts': "import 'node:crypto'" },
    ],
    [
      'two files that import each other’s types',
      'no import circles',
      {
        [`${core}/cars/car.ts`]: "import type { Battle } from './battle.js'",
        [`${core}/cars/battle.ts`]: "import type { Car } from './car.js'\nexport interface Battle {}",
      },
    ],
  ])('notices %s', async (_mistake, rule, files) => {
    expect(new Set(await broken(files))).toEqual(new Set([rule]))
  })

  it('places every folder of core in a layer', async () => {
    const folders = (await readdir(join(repository, core), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
      .map(({ name }) => name)
    expect(layers.flatMap((layer) => layer.folders).toSorted()).toEqual(folders.toSorted())
  })
})
