import type { FeedEvent } from '@telltale/core'

/** Options of live events. */
export interface EventStreamTimes {
  /** The time without an event after which a comment is sent, so that nothing on the way takes the line for dead, in milliseconds. */
  readonly heartbeatMs: number
  /** The time in which a reader has to take something, in milliseconds. */
  readonly stallMs: number
}

type Next = IteratorResult<FeedEvent, void>

/** Resolves to the next event, to `silence` when none came in time, or to `failed` when the reader is too slow, or the feed fails. */
export async function firstOf(
  next: Promise<Next>,
  heartbeatMs: number,
): Promise<Next | 'silence' | 'failed'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<'silence'>((resolve) => {
    timer = setTimeout(resolve, heartbeatMs, 'silence')
  })
  try {
    return await Promise.race([next, silence])
  } catch {
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}
