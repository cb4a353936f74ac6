import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const typescriptLoader = createRequire(import.meta.url).resolve('tsx')
const program = fileURLToPath(new URL('index.ts', import.meta.url))

interface Run {
  readonly code: number | null
  readonly output: string
  readonly complaint: string
}

/** Runs the quickstart on the sources, and interrupts it once `until` stands in its output. */
function quickstart(args: readonly string[], until?: string): Promise<Run> {
  const child = spawn(process.execPath, [
    '--import',
    typescriptLoader,
    '-C',
    '@telltale/source',
    program,
    ...args,
  ])
  let output = ''
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (until && !child.killed && output.includes(until)) child.kill('SIGINT')
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, complaint })))
}

describe('the quickstart', () => {
  it('shows all three engines at work for as long as it is told, and what it is given on the command line', async () => {
    const { code, output, complaint } = await quickstart(['--for', '22s', 'http://127.0.0.1:1/', 'nonsense'])
    expect(complaint).toBe('')
    expect(code).toBe(0)
    expect(output).toContain('Car battle, prices for ZIP 75146')
    for (const figure of ['● 495 hp', '● 3 s', '● 470 lb-ft', '67450 USD']) expect(output).toContain(figure)
    for (const tier of ['SONIC', 'KNUCKLES', 'EGGMAN'])
      expect(output).toMatch(new RegExp(`${tier} +TechShop`))
    for (const kind of ['tier changed', 'price dropped', 'sale started'])
      expect(output).toContain(`  ${kind} `)
    expect(output).toMatch(/EGGMAN +127\.0\.0\.1:1 .*refused/)
    expect(output).toMatch(/refused +nonsense .*expected an absolute URL/)
    expect(output).toMatch(/What was seen\n {2}TechShop +\d+ checks/)
  })

  it('ends on Ctrl-C with its summary, and is plain text when it is not a terminal that reads it', async () => {
    const { code, output } = await quickstart([], 'SONIC')
    expect(code).toBe(0)
    expect(output).not.toContain('\u001b')
    expect(output).toContain('What was seen')
  })

  it.each([
    [['--for', 'soon'], /--for: .*expected a duration/],
    [['--until', '5s'], /Unknown option '--until'/],
  ])('given %j says what it expected', async (args, complaint) => {
    const run = await quickstart(args)
    expect(run.code).toBe(2)
    expect(run.complaint).toMatch(complaint)
    expect(run.complaint).toContain('usage: pnpm start')
  })
})
