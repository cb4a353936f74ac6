import type { FightOptions, ListOptions, PurchaseOptions } from '@telltale/core'
import { integer, listOf, number, object, objectOf, text } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const car = objectOf({ make: text, model: text, year: integer, trim: text }, 'make', 'model', 'year')

/** The routes of cars: their comparisons, and the costs of buying one. */
export const carRoutes = {
  compare: route({
    summary: 'Looks 2 to 20 cars up, compares them and stores the result with its reasons.',
    returns: 'battle',
    status: 201,
    body: objectOf({ cars: listOf(car), zip: text, categories: listOf(object) }, 'cars'),
    call: ({ services, input, signal }: RouteRequest<Omit<FightOptions, 'signal'>>) =>
      services.battles.fight({ ...input, signal }),
  }),
  comparisons: route({
    summary: 'Returns a page of the comparisons, in the order in which they were made.',
    returns: 'battle',
    many: 'page',
    query: listQuery,
    call: ({ services, input }: RouteRequest<ListOptions>) => services.battles.list(input),
  }),
  comparison: route({
    summary: 'Returns a comparison, as it was stored.',
    returns: 'battle',
    call: ({ services, id }: RouteRequest<unknown>) => services.battles.get(id),
  }),
  analysis: route({
    summary: 'Analyzes a comparison: its robustness, and the changes that would turn it.',
    returns: 'battle-analysis',
    call: ({ services, id }: RouteRequest<unknown>) => services.battles.analyze(id),
  }),
  purchaseCost: route({
    summary: 'Adds up the cost of buying a car, including transport from one ZIP code to the other.',
    data: object,
    body: objectOf(
      { priceUsd: number, state: text, fromZip: text, toZip: text },
      'priceUsd',
      'state',
      'fromZip',
      'toZip',
    ),
    call: ({ services, input, signal }: RouteRequest<Omit<PurchaseOptions, 'signal'>>) =>
      services.purchases.cost({ ...input, signal }),
  }),
} satisfies RoutesOf<Operations['cars']>
