import type { LandedCosts, ListOptions, ProductGroupOptions, ProductGroupPatch } from '@telltale/core'
import type { HistoryAnalysis } from '@telltale/core/prices'
import { idOnly } from '../openapi/data-schemas.js'
import { listOf, money, nullable, number, object, objectOf, text } from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const keeping = {
  list: route({
    summary: 'Returns a page of the groups, oldest first.',
    returns: 'product-group',
    many: 'page',
    query: listQuery,
    call: ({ services, input }: RouteRequest<ListOptions>) => services.products.groups.list(input),
  }),
  create: route({
    summary: 'Makes a group: several pages as one product.',
    returns: 'product-group',
    status: 201,
    body: objectOf({ name: text, currency: text, products: listOf(text) }),
    isBodyOptional: true,
    call: ({ services, input }: RouteRequest<ProductGroupOptions | undefined>) =>
      services.products.groups.create(input),
  }),
  get: route({
    summary: 'Returns a group.',
    returns: 'product-group',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.groups.get(id),
  }),
  update: route({
    isVersioned: true,
    summary: 'Changes the named members of a group.',
    returns: 'product-group',
    body: objectOf({ name: nullable(text), currency: nullable(text) }),
    call: ({ services, id, input, change }: RouteRequest<ProductGroupPatch>) =>
      services.products.groups.update(id, input, change),
  }),
  delete: route({
    isVersioned: true,
    summary: 'Removes a group. Its products stay tracked.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.products.groups.delete(id, change)
      return { id }
    },
  }),
  add: route({
    summary: 'Adds a product to a group, with what its page does not say about its costs.',
    returns: 'product-group',
    body: objectOf({ delivery: money, taxPercent: number, fees: money, couponPercent: number, pack: object }),
    isBodyOptional: true,
    call: ({ services, id, productId, input }: RouteRequest<LandedCosts | undefined>) =>
      services.products.groups.add(id, productId, input),
  }),
  remove: route({
    summary: 'Takes a product out of a group. The product stays tracked.',
    returns: 'product-group',
    call: ({ services, id, productId }: RouteRequest<unknown>) =>
      services.products.groups.remove(id, productId),
  }),
}

/** The routes of groups of products. */
export const groupRoutes = {
  ...keeping,
  suggestions: route({
    summary: 'Suggests products that are the same thing. Nothing is grouped.',
    data: object,
    many: 'list',
    call: ({ services }: RouteRequest<unknown>) => services.products.groups.suggest(),
  }),
  offers: route({
    summary: 'Returns what each product of a group costs now, the cheapest first.',
    returns: 'group-offers',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.groups.offers(id),
  }),
  history: route({
    summary: 'Returns the best price of a group over the last year, at each change, oldest first.',
    returns: 'group-point',
    many: 'list',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.groups.history(id),
  }),
  analysis: route({
    summary: 'Analyzes the best price of the last year as that of one product.',
    returns: 'price-analysis',
    call: ({ services, id }: RouteRequest<unknown>): Promise<HistoryAnalysis> =>
      services.products.groups.analyze(id),
  }),
} satisfies RoutesOf<Operations['groups']>
