import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Prometheus' blackbox exporter, a prober to compare with. */
export interface Blackbox {
  /** Checks a URL. Resolves to the duration that it reports, in milliseconds. */
  probe(url: string): Promise<number>
  /** Returns the processor time that it has used, in microseconds, with a resolution of a hundredth of a second. */
  cpuUs(): number
  close(): void
}

const program = 'prometheus-blackbox-exporter'

const config = `modules:
  http_2xx:
    prober: http
    timeout: 10s
    http: { preferred_ip_protocol: ip4 }
`

/** Starts the exporter as Debian packages it. Without it, logs so and resolves to `undefined`. */
export async function startBlackbox(): Promise<Blackbox | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-blackbox-'))
  const file = join(folder, 'blackbox.yml')
  writeFileSync(file, config)
  const port = await freePort()
  const child = spawn(program, [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: 'ignore',
  })
  const isThere = await Promise.race([
    once(child, 'spawn').then(() => true),
    once(child, 'error').then(() => false),
  ]).catch(() => false)
  if (!isThere) {
    rmSync(folder, { recursive: true })
    console.log(`not measured: ${program} is not installed (apt-get install ${program})`)
    return undefined
  }
  const agent = new Agent({ keepAlive: true })
  const request = (path: string) => fetchText(`http://127.0.0.1:${port}${path}`, agent)
  await waitUntilReady(request)
  return {
    probe: async (url) =>
      durationMs(await request(`/probe?module=http_2xx&target=${encodeURIComponent(url)}`)),
    cpuUs: () => cpuUsOf(child),
    close: () => {
      agent.destroy()
      child.kill()
      rmSync(folder, { recursive: true })
    },
  }
}

function durationMs(metrics: string): number {
  const [, seconds] = /^probe_duration_seconds (\S+)$/m.exec(metrics) ?? []
  if (seconds === undefined || !/^probe_success 1$/m.test(metrics))
    throw new Error(`the check of ${program} failed:\n${metrics}`)
  return Number(seconds) * 1_000
}

const ticksPerSecond = () => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Reads the time in user and kernel mode, the 14th and 15th field of /proc/<pid>/stat (proc(5)). */
function cpuUsOf({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / ticksPerSecond()
}

function fetchText(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => text(response).then(resolve, reject)).on('error', reject)
  })
}

async function waitUntilReady(request: (path: string) => Promise<string>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await request('/-/healthy')
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error(`${program} does not answer`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
