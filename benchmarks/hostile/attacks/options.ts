import type { MonitorOptions, OwnerServices } from '@telltale/core'
import type { Attack, Stage } from '../stage.js'

const timeZones = ['Europe/Berlin', 'Pacific/Chatham', 'Australia/Lord_Howe', 'America/New_York']

/** Creates monitors with options, as fast as the host lets them. */
const createAll = (stage: Stage, times: number, options: (index: number) => Partial<MonitorOptions>) =>
  stage.repeat(times, 4, (index) =>
    stage.hostile.monitors.create({ url: stage.url('ok'), every: '1s', ...options(index) }),
  )

/** Calls of every kind with times that no calendar has. */
const extremeCalls: readonly ((owner: OwnerServices, time: number, id: string) => Promise<unknown>)[] = [
  ({ monitors }, from, id) => monitors.summary(id, { from }),
  ({ monitors }, to, id) => monitors.summary(id, { from: 0, to }),
  ({ monitors }, from, id) => monitors.chart(id, { from, to: 1e300 }),
  ({ monitors }, from, id) => monitors.chart(id, { from, by: 'minute' }),
  ({ monitors }, from, id) => monitors.reliability(id, { from }),
  ({ monitors }, from, id) => monitors.errorBudget(id, { percent: 99 } as never, { from }),
  ({ monitors }, from, id) => monitors.checks(id, { from, to: 1e300 }),
  ({ monitors }, from) => monitors.incidents({ from } as never),
  ({ monitors }, from, id) => monitors.update(id, { maintenance: [{ from, to: 1e300 }] }),
  ({ monitors }, durationMs, id) => monitors.update(id, { maintenance: [{ at: '00:00', durationMs }] }),
  ({ monitors }, withinMs, id) => monitors.update(id, { statistic: { quantile: 0.5, withinMs } }),
  ({ monitors }, minDwellMs, id) => monitors.update(id, { hysteresis: { minDwellMs } }),
  ({ products }, from, id) => products.history(id, { from }),
  ({ audit }, from) => audit.list({ from }),
  ({ feed }, after) => feed.since({ after }),
]
const extremeTimes = [
  1e300,
  -1e300,
  8.64e15,
  8.64e15 + 1,
  -8.64e15,
  Number.MAX_SAFE_INTEGER,
  1e17,
  -1,
  0.5,
  5e-324,
]

/** The attacks by the options of what an owner may create. */
export const optionAttacks: readonly Attack[] = [
  {
    name: 'maintenance',
    what: 'weekly maintenance of 1e13 ms, and 100 of the longest windows allowed',
    run: async (stage) => {
      const lengths = [1e13, 1e11, 31_557_600_000, 604_800_000, 86_400_000]
      for (const durationMs of lengths)
        await createAll(stage, 4, (index) => ({
          maintenance: Array.from({ length: [1, 20, 100, 100][index] ?? 1 }, (_, minute) => ({
            at: `02:${String(minute % 60).padStart(2, '0')}`,
            durationMs,
            timeZone: timeZones[minute % timeZones.length] ?? 'UTC',
          })),
        }))
    },
  },
  {
    name: 'cron',
    what: 'cron expressions that match every four years, or never',
    run: async (stage) => {
      const expressions = [
        '0 0 29 2 *',
        '0 0 30 2 *',
        '0 0 31 4 *',
        '59 23 31 12 1#5',
        '0 2 29 2 1',
        '* * * * * *',
      ]
      await stage.repeat(3_000, 4, (index) =>
        stage.hostile.monitors.create({
          url: stage.url('ok'),
          cron: {
            expression: expressions[index % expressions.length] ?? '',
            timeZone: timeZones[index % timeZones.length] ?? 'UTC',
          },
        }),
      )
    },
  },
  {
    name: 'extreme-times',
    what: 'times of 1e300, and others that no calendar has',
    run: async (stage) => {
      const monitor = await stage.hostile.monitors.create({ url: stage.url('ok'), every: '1s' })
      const product = await stage.hostile.products.track(stage.url('page', 'times.example'), { every: '30d' })
      for (const time of extremeTimes)
        await stage.repeat(extremeCalls.length, 4, async (index) => {
          const id = index === 12 ? product.id : monitor.id
          await extremeCalls[index]?.(stage.hostile, time, id)
        })
    },
  },
  {
    name: 'wide-options',
    what: 'options of the longest texts and lists that are allowed, or longer',
    run: async (stage) => {
      const long = 'x'.repeat(1_000_000)
      const many = <Value>(value: (index: number) => Value) =>
        Array.from({ length: 100_000 }, (_, index) => value(index))
      // Made once: they reach the host in requests, which are not what is measured.
      const options = [
        { url: stage.url(long) },
        { tiers: many((index) => ({ name: `t${index}`, aboveMs: index, toMs: index + 1 })) as never },
        { name: long },
        { adapter: long },
        { tags: many(() => 'tag') },
        { cron: { expression: `${'0,'.repeat(200_000)}0 * * * *` }, every: undefined as never },
        { cron: { expression: '0 0 * * *', timeZone: long }, every: undefined as never },
        { [long]: 1 } as never,
        { maintenance: many(() => ({ from: 0, to: 1 })) },
        { every: `${'9'.repeat(100_000)}s` as never },
      ] satisfies Partial<MonitorOptions>[]
      await createAll(stage, 200, (index) => options[index % options.length] ?? {})
    },
  },
  {
    name: 'statistic-window',
    what: '20,000 heartbeats of a monitor whose statistic reads a whole day',
    run: async (stage) => {
      const { monitors } = stage.hostile
      const { id } = await monitors.create({
        name: 'job',
        every: '1s',
        heartbeat: {},
        statistic: { quantile: 0.5, withinMs: 86_400_000 },
      })
      await stage.repeat(20_000, 20, () => monitors.heartbeat(id, { durationMs: 1 }))
    },
  },
]
