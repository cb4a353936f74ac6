import { AssertionError } from 'node:assert'
import { describe, expect, it } from 'vitest'
import type { Job, Scheduler } from '../../ports/index.js'
import { inProcessScheduler } from '../../schedule/index.js'
import { type OpenScheduler, schedulerCases } from './index.js'

type Work = Parameters<Scheduler['work']>

/** A right scheduler, but for what `breakIt` replaces. */
const broken =
  (breakIt: (right: Scheduler, clock: Parameters<OpenScheduler>[0]) => Partial<Scheduler>): OpenScheduler =>
  (clock) => {
    const right = inProcessScheduler({ clock, concurrency: 1_000 })
    return {
      enqueue: (job) => right.enqueue(job),
      remove: (id) => right.remove(id),
      work: (...given) => right.work(...given),
      close: () => right.close(),
      ...breakIt(right, clock),
    }
  }

/** Works with another handler than the one it is given. */
const withHandler = (change: (...given: Work) => Work[0]) =>
  broken((right) => ({ work: (handler, onFailure) => right.work(change(handler, onFailure), onFailure) }))

/** A scheduler that knows no kinds and no owners. */
const ownerless: OpenScheduler = (clock) => {
  const right = inProcessScheduler({ clock })
  return {
    enqueue: ({ id, slotAt, data }) => right.enqueue({ id, slotAt, data }),
    remove: (id) => right.remove(id),
    work: (...given) => right.work(...given),
    close: () => right.close(),
  }
}

let made = 0
const unlike = (job: Job): Job => ({ ...job, id: `${job.id}#${made++}` })

const brokenSchedulers: Record<string, { open: OpenScheduler; breaks: string }> = {
  'runs jobs a second early': {
    open: broken((right) => ({ enqueue: (job) => right.enqueue({ ...job, slotAt: job.slotAt - 1_000 }) })),
    breaks: 'runs a job at its slot and never before',
  },
  'loses jobs whose slot has passed': {
    open: broken((right, clock) => ({
      enqueue: async (job) => (job.slotAt < clock.now() ? undefined : right.enqueue(job)),
    })),
    breaks: 'runs a job at once when its slot has passed',
  },
  'loses the data of its jobs': {
    open: broken((right) => ({ enqueue: (job) => right.enqueue({ ...job, data: undefined }) })),
    breaks: 'hands over the job as it was enqueued',
  },
  'holds timers no longer than 32 bits of milliseconds': {
    open: broken((right, clock) => ({
      enqueue: (job) => right.enqueue({ ...job, slotAt: clock.now() + ((job.slotAt - clock.now()) | 0) }),
    })),
    breaks: 'waits for a slot that is months away',
  },
  'takes the same job twice': {
    open: broken((right) => ({ enqueue: (job) => right.enqueue(unlike(job)) })),
    breaks: 'runs the same id and slot once, however often it is enqueued',
  },
  'runs jobs of one id side by side': {
    open: broken((right) => ({
      enqueue: (job) => right.enqueue({ ...job, id: `${job.id}@${job.slotAt}` }),
      work: (handler, onFailure) =>
        right.work((run) => handler({ ...run, id: run.id.split('@')[0] as string }), onFailure),
    })),
    breaks: 'never runs two jobs of one id side by side',
  },
  'never takes an id and slot again': {
    open: broken((right) => {
      const seen = new Set<string>()
      return {
        enqueue: async (job) => {
          const key = `${job.id}@${job.slotAt}`
          if (!seen.has(key)) await right.enqueue(job)
          seen.add(key)
        },
      }
    }),
    breaks: 'takes the same id and slot again only after the first has ended',
  },
  'runs one job at a time': {
    open: (clock) => inProcessScheduler({ clock, concurrency: 1 }),
    breaks: 'runs jobs of different ids side by side',
  },
  'runs jobs in the order of their slots, whoever owns them': {
    open: ownerless,
    breaks: 'lets owners with much work and with little go on side by side',
  },
  'has no places for a second owner': {
    open: ownerless,
    breaks: 'starts the job of an owner beside any number of jobs of another that do not end',
  },
  'has no places for a second kind': {
    open: ownerless,
    breaks: 'starts a job beside any number of jobs of another kind that do not end',
  },
  'forgets nothing': {
    open: broken(() => ({ remove: async () => {} })),
    breaks: 'forgets every slot of a removed id, and of no other',
  },
  'tries a job once': {
    open: withHandler((handler, onFailure) => (run) => handler(run).catch((error) => onFailure(error, run))),
    breaks: 'tries a failing job three times with pauses between, then drops it',
  },
  'tries again without a pause': {
    open: withHandler((handler) => async (run) => {
      for (let attempt = 1; ; attempt++)
        try {
          return await handler({ ...run, attempt })
        } catch (error) {
          if (attempt === 3) throw error
        }
    }),
    breaks: 'tries a failing job three times with pauses between, then drops it',
  },
  'reports a failure that was mended': {
    open: withHandler(
      (handler, onFailure) => (run) =>
        handler(run).catch((error) => {
          onFailure(error, run)
          throw error
        }),
    ),
    breaks: 'drops nothing when a later attempt succeeds',
  },
  'stops at the first failure': {
    open: broken((right) => ({
      work: (handler, onFailure) =>
        right.work(handler, (error, job) => {
          onFailure(error, job)
          void right.close()
        }),
    })),
    breaks: 'goes on with other ids, and with later slots of a failing one',
  },
  'goes on after it is closed': {
    open: broken(() => ({ close: async () => {} })),
    breaks: 'begins nothing more once it closes',
  },
  'does not wait for running jobs': {
    open: broken((right) => ({ close: async () => void right.close() })),
    breaks: 'waits for running jobs when it closes',
  },
  'waits for running jobs forever': {
    open: withHandler((handler) => (run) => handler({ ...run, signal: new AbortController().signal })),
    breaks: 'tells running jobs to stop when their time is over',
  },
  'can be closed only once': {
    open: broken((right) => {
      let closes = 0
      return { close: () => (closes++ ? Promise.reject(new Error('closed already')) : right.close()) }
    }),
    breaks: 'may be closed twice, and before it worked',
  },
  'takes jobs that it will never run': {
    open: broken((right) => ({ enqueue: (job) => right.enqueue(job).catch(() => {}) })),
    breaks: 'takes no job once it is closed',
  },
  'leaves a timer behind': {
    open: broken((_, clock) => {
      clock.wakeAt(clock.now() + 365 * 86_400_000, () => {})
      return {}
    }),
    breaks: 'leaves no timer behind when it closes',
  },
}

describe('schedulerCases', () => {
  for (const [fault, { open, breaks }] of Object.entries(brokenSchedulers))
    it(`notices a scheduler that ${fault}`, async () => {
      const found = schedulerCases(open).find(({ name }) => name === breaks)
      await expect(found?.run()).rejects.toBeInstanceOf(AssertionError)
    })
})
