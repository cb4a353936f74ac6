import type { OpportunityListOptions, OpportunityStatus, OutcomeOptions } from '@telltale/core'
import { listOf, number, object, objectOf, oneOf, text, time } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

/** The state of an opportunity, as far as the owner came with it. */
export interface StatusChange {
  /** The new state. */
  readonly status: OpportunityStatus
}

const line = objectOf({ name: text, usd: number, words: text, source: text }, 'name', 'words', 'source')

/** The routes of opportunities. */
export const opportunityRoutes = {
  list: route({
    summary: 'Returns a page of the opportunities, the best first.',
    returns: 'opportunity',
    many: 'page',
    query: {
      ...listQuery,
      searchId: 'text',
      status: 'text',
      isActive: 'boolean',
      minProfit: 'number',
      minConfidence: 'number',
      orderBy: 'text',
    },
    call: ({ services, input }: RouteRequest<OpportunityListOptions>) => services.opportunities.list(input),
  }),
  calibration: route({
    summary: 'Compares what was predicted of the cars that were sold with what became of them.',
    data: objectOf({ sold: number, needed: number, report: object, calibration: object }, 'sold', 'needed'),
    call: ({ services }: RouteRequest<unknown>) => services.opportunities.calibration(),
  }),
  get: route({
    summary: 'Returns an opportunity.',
    returns: 'opportunity',
    call: ({ services, id }: RouteRequest<unknown>) => services.opportunities.get(id),
  }),
  explain: route({
    summary: 'Explains the value, the costs, the profit and the risks of an opportunity in words.',
    data: objectOf(
      { summary: text, value: listOf(line), costs: listOf(line), profit: listOf(line), notes: listOf(text) },
      'summary',
      'value',
      'costs',
      'profit',
      'notes',
    ),
    call: ({ services, id }: RouteRequest<unknown>) => services.opportunities.explain(id),
  }),
  setStatus: route({
    summary: 'Sets how far the owner came with an opportunity.',
    returns: 'opportunity',
    body: objectOf({ status: oneOf('new', 'alerted', 'viewed', 'dismissed') }, 'status'),
    call: ({ services, id, input: { status } }: RouteRequest<StatusChange>) =>
      services.opportunities.setStatus(id, status),
  }),
  recordOutcome: route({
    summary: 'Records that the car was bought, and later that it was sold, with both prices.',
    returns: 'opportunity',
    body: objectOf(
      { boughtAt: time, boughtFor: number, soldAt: time, soldFor: number },
      'boughtAt',
      'boughtFor',
    ),
    times: { boughtAt: true, soldAt: true },
    call: ({ services, id, input }: RouteRequest<OutcomeOptions>) =>
      services.opportunities.recordOutcome(id, input),
  }),
} satisfies RoutesOf<Operations['opportunities']>
