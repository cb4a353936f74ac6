import { http } from '@telltale/adapters/http'
import { createTelltale } from '@telltale/core'
import { type RunningServer, type ServerSettings, startServer } from '@telltale/example-kit/server'
import { demoTargets, startDemoTargets } from './demo-targets.js'

/** The demo's account, which `dev` and `test` have. */
export const demoUser = {
  name: 'Demo',
  email: 'demo@speedometer.example',
  password: 'fast as the wind',
} as const

/**
 * Starts Sonic Speedometer. Outside of `prod` it comes with targets on this machine that move through the tiers, and with
 * an account that watches them.
 *
 * @param pages - the folder of the built pages.
 */
export async function startSpeedometer(settings: ServerSettings, pages: string): Promise<RunningServer> {
  const isDemo = settings.STAGE !== 'prod'
  const server = await startServer({
    settings,
    createTelltale: ({ storage, secretKey }) =>
      createTelltale({
        storage,
        secretKey,
        adapters: [http()],
        // The demo's targets are on this machine, and would be refused like any private address.
        http: { allow: isDemo ? ['127.0.0.1'] : [] },
      }),
    pages,
  })
  if (!isDemo) return server
  const targets = await startDemoTargets()
  await watchDemo(server, targets.url)
  const stop = async () => {
    await server.stop()
    await targets.close()
  }
  return { ...server, stop }
}

/** Makes the demo's account with a monitor for each target. After a restart the targets are on another port. */
async function watchDemo(server: RunningServer, url: string): Promise<void> {
  const { id } = await server.seedAccount({ ...demoUser, role: 'user' })
  const { monitors } = server.telltale.for(id)
  const known = new Map<string, string>()
  for await (const monitor of monitors.list({ tag: 'demo' })) known.set(monitor.name, monitor.id)
  for (const { name, path } of demoTargets) {
    const before = known.get(name)
    if (before === undefined) await monitors.create({ name, url: url + path, every: '5s', tags: ['demo'] })
    else await monitors.update(before, { url: url + path })
  }
}
