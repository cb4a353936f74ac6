import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { startChild } from '../child.js'
import {
  type AttackOrder,
  type GoodCheck,
  goodEveryMs,
  goodMonitors,
  goodProducts,
  goodReadingMs,
  type Message,
  type Ports,
} from './order.js'

/** The measurements of one attack. */
export interface AttackResult {
  /** The share of the good owner's checks that began before the next slot and found their target as it is. */
  readonly onTimeShare: number
  /** The share of the good owner's readings of products. */
  readonly readShare: number
  /** The smallest number of scheduled checks that one of the good owner's monitors got. */
  readonly fewestChecks: number
  readonly rssGrowthMb: number
  /** The longest time that the event loop was blocked. */
  readonly blockMs: number
  readonly broken: readonly string[]
  readonly calls: Readonly<Record<string, number>>
}

/** The length of an attack. */
export interface AttackLength {
  /** The time that is measured, in milliseconds. */
  readonly lengthMs: number
  /** The number of checks of each good monitor after which it ends earlier. @default none */
  readonly enoughChecks?: number
  /** Options of Node for the processes. @default those of this process */
  readonly execArgv?: readonly string[]
}

/** The process is killed beyond this growth, for the machine's sake. */
const maxGrowthMb = 1_500
/** The time that the process has for its verdict. */
const verdictMs = 10_000

/** Starts the servers of both owners. Returns their ports, and a function that ends them. */
export async function startTargets(execArgv?: readonly string[]) {
  const good = startChild(new URL('./good-server-process.ts', import.meta.url), execArgv)
  const hostile = startChild(new URL('./hostile-server-process.ts', import.meta.url), execArgv)
  const answers = await Promise.all([good.ask<Partial<Ports>>(), hostile.ask<Partial<Ports>>()])
  const ports = Object.assign({}, ...answers) as Ports
  const close = () => {
    for (const child of [good, hostile]) child.close()
  }
  return { ports, close }
}

/** Runs one attack against a new process. */
export async function runAttack(order: AttackOrder, length: AttackLength): Promise<AttackResult> {
  await fetch(`http://127.0.0.1:${order.ports.good}/up`)
  const { execArgv = process.execArgv } = length
  const child = fork(new URL('./telltale-process.ts', import.meta.url), {
    execArgv: ['--max-old-space-size=1024', ...execArgv],
  })
  try {
    return await new Observer(child).observe(order, length)
  } finally {
    child.kill('SIGKILL')
  }
}

/** Observes the process under attack from outside, so that a blocked one is seen too. */
class Observer {
  readonly #child: ChildProcess
  readonly #checks: GoodCheck[] = []
  readonly #readings: number[] = []
  readonly #broken: string[] = []
  #startedAt = 0
  #startMb = 0
  #maxMb = 0
  #blockMs = 0
  #lastSampleAt = 0
  #verdict: (Message & { kind: 'verdict' }) | undefined
  #wake = () => {}

  constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (message: Message) => this.#hear(message))
    child.once('exit', (code, signal) => {
      this.#broken.push(`the process ended: ${code ?? signal}`)
      this.#wake()
    })
  }

  async observe(order: AttackOrder, { lengthMs, enoughChecks }: AttackLength): Promise<AttackResult> {
    this.#child.send(order)
    await this.#until(() => this.#startedAt > 0, 120_000)
    if (this.#startedAt === 0) throw new Error(`the process under ${order.attacks.join(', ')} did not start`)
    const isEnough = () => enoughChecks !== undefined && this.#fewestChecks() >= enoughChecks
    await this.#until(isEnough, lengthMs + goodEveryMs)
    const measuredMs = Math.min(lengthMs, Date.now() - this.#startedAt)
    this.#blockMs = Math.max(this.#blockMs, Date.now() - this.#lastSampleAt - 1_000)
    if (this.#child.connected) this.#child.send('stop')
    await this.#until(() => this.#verdict !== undefined, verdictMs)
    if (!this.#verdict) this.#broken.push('the process did not answer any more')
    return this.#result(measuredMs)
  }

  #result(measuredMs: number): AttackResult {
    const until = this.#startedAt + measuredMs
    const slots = Math.floor(measuredMs / goodEveryMs)
    const isIn = (at: number) => at >= this.#startedAt && at < this.#startedAt + slots * goodEveryMs
    const onTime = new Set(
      this.#checks
        .filter(({ slotAt, at, isRight }) => isIn(slotAt) && at - slotAt < goodEveryMs && isRight)
        .map(({ monitor, slotAt }) => `${monitor} ${slotAt}`),
    )
    const read = this.#readings.filter((at) => at < until).length
    const { broken = [], calls = {} } = this.#verdict ?? {}
    return {
      onTimeShare: onTime.size / (goodMonitors * slots),
      readShare: Math.min(1, read / (goodProducts * Math.max(1, Math.floor(measuredMs / goodReadingMs)))),
      fewestChecks: this.#fewestChecks(),
      rssGrowthMb: this.#maxMb - this.#startMb,
      blockMs: this.#blockMs,
      broken: [...this.#broken, ...broken],
      calls,
    }
  }

  #fewestChecks(): number {
    const counts = new Map<string, number>()
    for (const { monitor } of this.#checks) counts.set(monitor, (counts.get(monitor) ?? 0) + 1)
    return counts.size < goodMonitors ? 0 : Math.min(...counts.values())
  }

  #hear(message: Message): void {
    if (message.kind === 'ready') {
      this.#startedAt = message.at
      this.#startMb = message.rssMb
      this.#maxMb = message.rssMb
      this.#lastSampleAt = Date.now()
    } else if (message.kind === 'sample') {
      this.#maxMb = Math.max(this.#maxMb, message.rssMb)
      this.#blockMs = Math.max(this.#blockMs, message.blockMs)
      this.#lastSampleAt = Date.now()
      this.#checks.push(...message.checks)
      this.#readings.push(...message.readings)
      if (message.rssMb - this.#startMb > maxGrowthMb) this.#child.kill('SIGKILL')
    } else this.#verdict = message
    this.#wake()
  }

  /** Waits until the condition holds, the process ends, or the time is over. */
  async #until(holds: () => boolean, limitMs: number): Promise<void> {
    const over = delay(limitMs).then(() => true)
    while (!holds() && this.#child.exitCode === null && this.#child.signalCode === null) {
      const woken = new Promise<boolean>((resolve) => {
        this.#wake = () => resolve(false)
      })
      if (await Promise.race([woken, over])) return
    }
  }
}
