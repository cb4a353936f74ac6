import type { RuleCondition, RuleQuery } from '@telltale/core'
import { idOnly } from '../openapi/data-schemas.js'
import { duration, integer, type JsonSchema, money, number, objectOf, oneOf } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { pageQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const condition: JsonSchema = objectOf(
  {
    kind: oneOf(
      'price-below',
      'drops-by',
      'rises-by',
      'changes',
      'new-low',
      'back-in-stock',
      'sale-starts',
      'sale-ends',
      'was-price-inflated',
    ),
    price: money,
    percent: number,
    amount: money,
    days: integer,
    for: duration,
  },
  'kind',
)

/** The routes of rules on prices. */
export const ruleRoutes = {
  list: route({
    summary: 'Returns a page of the rules of a product or of all products, oldest first.',
    returns: 'rule',
    many: 'page',
    query: { ...pageQuery, productId: 'text' },
    call: ({ services, input }: RouteRequest<RuleQuery>) => services.products.rules.list(input),
  }),
  get: route({
    summary: 'Returns a rule.',
    returns: 'rule',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.rules.get(id),
  }),
  delete: route({
    isVersioned: true,
    summary: 'Removes a rule.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.products.rules.remove(id, change)
      return { id }
    },
  }),
  create: route({
    summary: 'Adds a rule to a product.',
    returns: 'rule',
    status: 201,
    body: condition,
    call: ({ services, id, input }: RouteRequest<RuleCondition>) => services.products.rules.create(id, input),
  }),
  simulate: route({
    summary: 'Returns the times at which a rule would have fired over the last year of a product.',
    returns: 'rule-firing',
    many: 'list',
    body: condition,
    call: ({ services, id, input }: RouteRequest<RuleCondition>) =>
      services.products.rules.simulate(id, input),
  }),
} satisfies RoutesOf<Operations['rules']>
