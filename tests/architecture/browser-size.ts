import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'

/** The most that a browser loads for an import, gzipped, with everything that the import needs. */
export interface SizeBudget {
  readonly name: string
  /** The module of a host that imports it. */
  readonly code: string
  readonly maxBytes: number
}

const whole = (entry: string, maxBytes: number): SizeBudget => ({
  name: `all of ${entry}`,
  code: `export * from '${entry}'`,
  maxBytes,
})

/** The budgets. To raise one, write the reason beside it. */
export const sizeBudgets: readonly SizeBudget[] = [
  // A message shows what was passed in, whatever it is and in part where it is long.
  whole('@telltale/core/errors', 1_216),
  whole('@telltale/core/money', 1_536),
  // The checks of options, for readers and engines of others.
  whole('@telltale/core/options', 3_072),
  // Tiers alone take 2 KB, the judgements over time, of which a host that bundles takes what it calls, most of the rest.
  // 1.2 KB are the widths of letters in a badge and the colours that can be read on it, which only badges take. Maintenance
  // by the month takes 0.1.
  whole('@telltale/core/latency', 11_520),
  {
    name: 'parsePrice',
    code: "export { parsePrice } from '@telltale/core/prices'",
    // 3 KB are the signs and names of 120 currencies, 3 the words around prices in two dozen languages, 2 the powers of
    // ten, which Intl spells. With fewer words it read savings, delivery and instalments as prices; 0.9 KB tell ratings, part
    // numbers, durations and measures from prices.
    maxBytes: 17_920,
  },
  // parsePrice takes half of it. A history is judged in 11 KB: trends in n log n, sales, the law's prior price, seasons,
  // advice with its backtest, misread prices, prices that alternate; rules with least durations, and matches by numbers that
  // name one product, take another 4.
  whole('@telltale/core/prices', 38_656),
  // Conditions and their match take 8 KB, most of it what judges prices, which conditions on products ask. The messages take 4:
  // their words, the mail's page and its chart.
  whole('@telltale/core/alerting', 12_288),
  // The costs of 51 states, each figure with its source, take 4 KB, and the estimates of what they lack 0.5; the names of makes
  // and models 9, the phrases that tell a car's condition and history 5, levels of prices, forecasts and the position in the
  // market 3, the names that sources list cars by, and the makers whose numbers tell two years, 0.5.
  whole('@telltale/core/cars', 74_240),
  // 7 KB of it are the names of 115 makes and some 1,800 models, 4 what reads prices, titles and states of titles, 2 what takes
  // the contacts of sellers out of texts.
  whole('@telltale/core/cars/vehicle', 23_040),
  // 3 KB are the words, kept apart for further languages, and what tells a price from an instalment.
  whole('@telltale/core/cars/valuation', 38_400),
  // Vite counts the worker too, which has of its own what learns; a browser loads it when a market is made.
  whole('@telltale/core/cars/background', 66_560),
  {
    name: 'extractProduct',
    code: "export { extractProduct } from '@telltale/adapters/webshop'",
    // parsePrice takes 17 KB, the 2,231 names of characters in HTML 14, the engine of selectors 10, and the words of
    // prices for members, with coupons and by subscription in two dozen languages 2. 0.7 KB read the vehicle of a page.
    maxBytes: 81_920,
  },
]

/** A folder from which packages are found, and the export conditions to find them by. */
export interface BundleSource {
  readonly folder: string
  readonly conditions: readonly string[]
}

const bytesOf = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length

/** The bundlers that hosts use: each returns the size of a bundle for browsers, in bytes, minified and gzipped. */
export const bundlers = {
  async esbuild(code: string, { folder, conditions }: BundleSource): Promise<number> {
    const { outputFiles } = await esbuild({
      stdin: { contents: code, resolveDir: folder },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      conditions: [...conditions],
      logLevel: 'silent',
    })
    return outputFiles.reduce((sum, { contents }) => sum + bytesOf(contents), 0)
  },

  async vite(code: string, { folder, conditions }: BundleSource): Promise<number> {
    const entry = join(folder, 'entry-of-a-host.js')
    const built = await vite({
      configFile: false,
      root: folder,
      logLevel: 'silent',
      resolve: { conditions: [...conditions, 'module', 'browser'] },
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
      },
      plugins: [
        {
          name: 'entry-of-a-host',
          enforce: 'pre',
          resolveId: (id) => (id === entry ? entry : undefined),
          load: (id) => (id === entry ? code : undefined),
        },
      ],
    })
    const outputs = Array.isArray(built) ? built : [built]
    const files = outputs.flatMap((each) => ('output' in each ? each.output : []))
    return files.reduce((sum, file) => sum + bytesOf('code' in file ? file.code : file.source), 0)
  },
}
