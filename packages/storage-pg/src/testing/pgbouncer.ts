import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './server.js'

const program = '/usr/sbin/pgbouncer'

/** `true` where PgBouncer is installed, as by Debian's package. */
export const hasPgBouncer = existsSync(program)

/** A pooler in front of a server. */
export interface TestPooler {
  readonly connectionString: string
  stop(): Promise<void>
}

/** Starts PgBouncer in transaction mode, with few connections, so that clients share them. */
export async function startPgBouncer(server: string, settings: readonly string[] = []): Promise<TestPooler> {
  const { hostname, port: serverPort, username, password } = new URL(server)
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bouncer-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(join(folder, 'users.txt'), `"${username}" "${password}"\n`)
  const lines = [
    '[databases]',
    `* = host=${hostname === 'localhost' ? '127.0.0.1' : hostname} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    'default_pool_size = 3',
    ...settings,
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0
  const child = spawn(program, isRoot ? ['-u', 'postgres', file] : [file], { stdio: 'ignore' })
  await accepts(port, child)
  const url = new URL(server)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    connectionString: url.href,
    stop: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/** Waits until a program takes connections. */
async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${program} ended with code ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await wait(20)
  }
}
