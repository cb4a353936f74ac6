import { setTimeout as pause } from 'node:timers/promises'
import type { Telltale } from '@telltale/core'
import type { FastifyInstance } from 'fastify'
import { refused } from './envelope.js'

const windowMs = 60_000
const maxLatenessMs = 30_000
const maxAnswerMs = 2_000

/** Registers `GET /health`, for the question of whether the process lives, and `GET /ready`, of whether it can serve. */
export function addReadiness(app: FastifyInstance, telltale: Telltale, isStarted: () => boolean): void {
  let lateness = { at: 0, ms: 0 }
  const stop = telltale.on('monitor:checked', ({ check: { at, slotAt } }) => {
    const ms = slotAt === undefined ? 0 : at - slotAt
    if (ms >= lateness.ms || at - lateness.at > windowMs) lateness = { at, ms }
  })
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
    stop()
  })
  const isStored = async (): Promise<boolean> => {
    const read = telltale.monitors.list({ limit: 1 }).then(
      () => true,
      () => false,
    )
    return Promise.race([read, pause(maxAnswerMs, false, { ref: false })])
  }
  const latenessMs = () => (Date.now() - lateness.at > windowMs ? 0 : lateness.ms)
  const config = { isPublic: true }
  app.get('/health', { config }, async () => ({ status: 'alive' }))
  app.get('/ready', { config }, async (_request, reply) => {
    const checks = {
      started: isStarted() && !isClosing,
      storage: await isStored(),
      schedule: latenessMs() <= maxLatenessMs,
    }
    const failing = Object.entries(checks).flatMap(([name, isRight]) => (isRight ? [] : [name]))
    if (failing.length === 0) return checks
    return reply.code(503).send(refused('NOT_READY', `not ready: ${failing.join(', ')}`))
  })
}
