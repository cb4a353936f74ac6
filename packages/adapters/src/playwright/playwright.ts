import { AdapterError } from '@telltale/core'
import {
  type Adapter,
  type AdapterContext,
  defined,
  type OptionsShape,
  parseOptions,
} from '@telltale/core/ports'
import type { Browser } from 'playwright-core'
import { z } from 'zod'
import { renderPage } from './render-page.js'

/** Options of the Playwright renderer. */
export interface PlaywrightOptions {
  /** Tells this source from the host's other adapters. @default 'playwright' */
  readonly id?: string
  /** Returns a browser of the host's own, which stays open. @default one that is started with the first page */
  readonly browser?: () => Promise<Browser>
  /** The path of the browser to start. @default the Chromium that `playwright install` put in place */
  readonly executablePath?: string
  /** The arguments of the browser, such as `['--no-sandbox']` where it runs as root. @default [] */
  readonly args?: readonly string[]
  /** The time to wait for what scripts fetch once the page is loaded, in milliseconds. @default 3000 */
  readonly settleMs?: number
  /** The maximum time for a page, in milliseconds. @default 30000 */
  readonly timeoutMs?: number
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('playwright'),
  browser: z
    .custom<() => Promise<Browser>>((value) => typeof value === 'function', 'expected a function')
    .optional(),
  executablePath: z.string().min(1).optional(),
  args: z.array(z.string()).readonly().default([]),
  settleMs: z.int().min(0).max(60_000).default(3_000),
  timeoutMs: z.int().min(1_000).max(300_000).default(30_000),
} satisfies OptionsShape<PlaywrightOptions>)

/**
 * Makes a renderer from a browser on this machine, for pages that are empty without their scripts. All requests of a page go
 * through Telltale's own HTTP client, and so only where its guard allows; all other connections are blocked. Images, fonts
 * and videos are not loaded. Needs the package `playwright-core`, and a Chromium.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { playwright } from '@telltale/adapters/playwright'
 *
 * const telltale = createTelltale({ storage, adapters: [playwright({ executablePath: '/usr/bin/chromium' })] })
 * ```
 */
export function playwright(options: PlaywrightOptions = {}): Adapter {
  const {
    id,
    browser: ownBrowser,
    executablePath,
    args,
    settleMs,
    timeoutMs,
  } = parseOptions('playwright', optionsSchema, options)
  let started: Promise<Browser> | undefined
  const start = async (): Promise<Browser> => {
    const { chromium } = await loadPlaywright()
    return chromium.launch({ args: [...args], ...defined({ executablePath }) })
  }
  const open = (): Promise<Browser> => {
    if (ownBrowser) return ownBrowser()
    // A browser that could not be started may start the next time.
    started ??= start().catch((cause) => {
      started = undefined
      throw cause
    })
    return started
  }
  const page = async (url: string, context: AdapterContext) => {
    context.signal.throwIfAborted()
    const browser = await open().catch((cause) => {
      throw new AdapterError(`${id} could not start its browser: ${String(cause?.message ?? cause)}`, {
        cause,
      })
    })
    return renderPage(browser, url, context, { id, settleMs, timeoutMs })
  }
  return {
    specVersion: 1,
    id,
    render: { page },
    close: async () => {
      const browser = await started?.catch(() => undefined)
      started = undefined
      await browser?.close()
    },
  }
}

async function loadPlaywright(): Promise<typeof import('playwright-core')> {
  try {
    return await import('playwright-core')
  } catch (cause) {
    throw new AdapterError('the package playwright-core is not installed; add it to your project', { cause })
  }
}
