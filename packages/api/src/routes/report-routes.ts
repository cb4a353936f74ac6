import type { ChartOptions, MonitorSelection, SpanOptions, SummaryOptions } from '@telltale/core'
import type { Deviation, IncidentReliability, LatencyPoint, TierSet } from '@telltale/core/latency'
import { defined } from '@telltale/core/options'
import { listOf, object, objectOf } from '../openapi/json-schema.js'
import { spanQuery } from '../request/read-query.js'
import { type RouteRequest, route } from './route.js'

/** The query for an error budget. */
export interface ErrorBudgetQuery extends SpanOptions {
  /** The share of checks that should be good, above 0 and below 1, such as 0.999. */
  readonly share: number
  /** The latency up to which a successful check is good, in milliseconds. @default unlimited */
  readonly withinMs?: number
  /** The number of checks in a long window below which no burn rate alerts. @default 10 */
  readonly minChecks?: number
}

/** The query for a deviation. */
export interface DeviationQuery {
  /** The time zone whose hours are meant. @default 'UTC' */
  readonly timeZone?: string
}

/** The tiers that fit a monitor. */
export interface SuggestedTiers {
  /** The tiers, the fastest first. */
  readonly tiers: TierSet
}

const summaryQuery = { ...spanQuery, targetMs: 'number' } as const

/** The routes of reports on monitors over time. */
export const reportRoutes = {
  summaryOfAll: route({
    summary: 'Sums up all monitors, or those that have a tag, a region or both.',
    returns: 'monitor-summary',
    query: { ...summaryQuery, tag: 'text', region: 'text' },
    call: ({ services, input }: RouteRequest<SummaryOptions & MonitorSelection>) => {
      const { tag, region, ...options } = input
      return services.monitors.summary(defined({ tag, region }), options)
    },
  }),
  summary: route({
    summary: 'Sums up a monitor: uptime, percentiles, the time in each tier, and missed slots.',
    returns: 'monitor-summary',
    query: summaryQuery,
    call: ({ services, id, input }: RouteRequest<SummaryOptions>) => services.monitors.summary(id, input),
  }),
  chart: route({
    summary: 'Returns the same by minute, hour or day, in order of time. Points without data are left out.',
    returns: 'latency-point',
    many: 'list',
    query: { ...spanQuery, by: 'text' },
    call: ({ services, id, input }: RouteRequest<ChartOptions>): Promise<readonly LatencyPoint[]> =>
      services.monitors.chart(id, input),
  }),
  reliability: route({
    summary: 'Returns the mean times between its incidents and to recovery, in a span.',
    returns: 'reliability',
    query: spanQuery,
    call: ({ services, id, input }: RouteRequest<SpanOptions>): Promise<IncidentReliability> =>
      services.monitors.reliability(id, input),
  }),
  errorBudget: route({
    summary: 'Returns its error budget over a span, and the burn rates at this moment.',
    returns: 'error-budget',
    query: { ...spanQuery, share: 'number', withinMs: 'number', minChecks: 'integer' },
    call: ({ services, id, input }: RouteRequest<ErrorBudgetQuery>) => {
      const { from, to, ...objective } = input
      return services.monitors.errorBudget(id, objective, defined({ from, to }))
    },
  }),
  deviation: route({
    summary: 'Returns the distance of its last check from what is usual at that hour of the week.',
    data: object,
    isNullable: true,
    query: { timeZone: 'text' },
    call: ({ services, id, input }: RouteRequest<DeviationQuery>): Promise<Deviation | undefined> =>
      services.monitors.deviation(id, input),
  }),
  suggestedTiers: route({
    summary: 'Suggests tiers that fit it, from the checks of the last week.',
    data: objectOf({ tiers: listOf(object) }, 'tiers'),
    isNullable: true,
    call: async ({ services, id }: RouteRequest<unknown>): Promise<SuggestedTiers | undefined> => {
      const tiers = await services.monitors.suggestTiers(id)
      return tiers && { tiers }
    },
  }),
}
