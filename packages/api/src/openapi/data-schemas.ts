import { boolean, integer, listOf, number, object, objectOf, oneOf, text, time } from './json-schema.js'

/** The schema of the answer to a deletion. */
export const idOnly = objectOf({ id: text }, 'id')

/** The schema of an event of the feed. */
export const feedEvent = objectOf({ id: integer, name: text, data: object }, 'id', 'name', 'data')

/** The schema of the state of the whole. */
export const systemStatusData = objectOf(
  {
    version: text,
    uptimeMs: number,
    storage: oneOf('up', 'down'),
    latenessMs: number,
    sources: listOf(objectOf({ source: text, host: text, retryAt: time }, 'source', 'host', 'retryAt')),
    monitors: objectOf({
      total: integer,
      isWhole: boolean,
      byTier: object,
      paused: integer,
      failing: integer,
    }),
    budgets: listOf(
      objectOf(
        { adapter: text, measure: text, period: text, resetsAt: time, share: number },
        'measure',
        'period',
        'share',
      ),
    ),
  },
  'version',
  'uptimeMs',
  'storage',
  'latenessMs',
  'sources',
  'monitors',
  'budgets',
)
