import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunningServer, readServerSettings } from '@telltale/example-kit/server'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoUser, startSpeedometer } from './speedometer.js'

const executablePath =
  process.env.CHROMIUM_PATH ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((file) => existsSync(file))

/** A target whose delay a test sets. */
const target = { delayMs: 5 }
const endpoint = createServer((_, response) => setTimeout(() => response.end('ok'), target.delayMs))

describe.skipIf(!executablePath)('Sonic Speedometer in a browser (needs Chromium)', () => {
  let folder: string
  let server: RunningServer
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telltale-speedometer-'))
    const pages = join(folder, 'pages')
    const root = fileURLToPath(new URL('..', import.meta.url))
    await build({ root, logLevel: 'error', build: { outDir: pages, reportCompressedSize: false } })
    const settings = readServerSettings({
      STAGE: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATA_FOLDER: join(folder, 'data'),
    })
    server = await startSpeedometer(settings, pages)
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
    browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] })
    page = await browser.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    endpoint.closeAllConnections()
    endpoint.close()
    await rm(folder, { recursive: true, force: true })
  })

  const addressOf = () => `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/health`
  const card = () => page.getByRole('listitem').filter({ hasText: 'Our shop' })

  it('makes an account, and a monitor whose tier it shows', async () => {
    await page.goto(`${server.url}/sign-up`)
    await page.getByLabel('Name').fill('Ana')
    await page.getByLabel('E-mail').fill('ana@shop.example')
    await page.getByLabel('Password').fill('a password that is long')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Nothing is watched yet').waitFor()
    await page.getByRole('button', { name: 'New monitor' }).first().click()
    await page.getByLabel('Address').fill(addressOf())
    await page.getByLabel('Name').fill('Our shop')
    await page.getByLabel('Check every').selectOption('1s')
    await page.getByRole('button', { name: 'Create and check' }).click()
    await card().getByText('SONIC', { exact: true }).first().waitFor()
  })

  it('shows a change of the tier live, first of the last check and then of the monitor', async () => {
    target.delayMs = 900
    await card().getByText('EGGMAN', { exact: true }).first().waitFor()
    await card().getByText('steady').waitFor()
  })

  it('shows the figures and the checks of a monitor, and deletes it', async () => {
    await card().getByRole('link').click()
    await page.getByRole('heading', { name: 'Our shop' }).waitFor()
    await page.getByRole('heading', { name: 'Checks' }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('PAUSED').waitFor()
    page.once('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Nothing is watched yet').waitFor()
  })

  it("shows nothing of one user to another, who has the demo's monitors", async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').fill(demoUser.email)
    await page.getByLabel('Password').fill(demoUser.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Payment partner').waitFor()
    expect(await page.getByRole('listitem').count()).toBe(6)
    expect(complaints).toEqual([])
  })
})
