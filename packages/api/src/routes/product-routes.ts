import type {
  BrowserObservation,
  CompareOptions,
  HistoryOptions,
  ListOptions,
  ProductPatch,
  SearchOptions,
  Teaching,
  TrackOptions,
} from '@telltale/core'
import type { HistoryAnalysis } from '@telltale/core/prices'
import { idOnly } from '../openapi/data-schemas.js'
import {
  boolean,
  duration,
  listOf,
  money,
  nullable,
  object,
  objectOf,
  oneOf,
  text,
} from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { historyQuery, listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

/** A product page to track, with its options. */
export interface TrackRequest extends Omit<TrackOptions, 'signal'> {
  /** The URL of the page. */
  readonly url: string
}

/** Products to compare. */
export interface CompareRequest extends CompareOptions {
  /** The ids of 2 to 20 products. */
  readonly ids: readonly string[]
}

/** A search of the host's own catalogue. */
export interface SearchQuery extends Omit<SearchOptions, 'signal'> {
  /** The words to search for. */
  readonly text: string
}

const comparing = {
  search: route({
    summary: "Searches the host's own catalogue at its merchant services, with what other merchants ask.",
    data: object,
    many: 'list',
    query: { text: 'text', limit: 'integer' },
    call: ({ services, input, signal }: RouteRequest<SearchQuery>) => {
      const { text, ...options } = input
      return services.products.search(text, { ...options, signal })
    },
  }),
  compare: route({
    summary: 'Compares products by their price with delivery, and stores the result with its reasons.',
    returns: 'comparison',
    status: 201,
    body: objectOf({ ids: listOf(text), display: object }, 'ids'),
    times: { display: { ratesAt: true } },
    call: ({ services, input }: RouteRequest<CompareRequest>) => {
      const { ids, ...options } = input
      return services.products.compare(ids, options)
    },
  }),
  comparisons: route({
    summary: 'Returns a page of the comparisons, oldest first.',
    returns: 'comparison',
    many: 'page',
    query: listQuery,
    call: ({ services, input }: RouteRequest<ListOptions>) => services.products.comparisons(input),
  }),
  comparison: route({
    summary: 'Returns a comparison, as it was stored.',
    returns: 'comparison',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.comparison(id),
  }),
}

const reading = {
  refresh: route({
    summary: 'Reads the page now. A page without a price gives an observation with the reason.',
    returns: 'product-refresh',
    status: 201,
    call: ({ services, id, signal }: RouteRequest<unknown>) => services.products.refresh(id, { signal }),
  }),
  teach: route({
    summary: "Teaches the right price of a product's page, and reads it.",
    returns: 'product-refresh',
    body: objectOf({ price: text }, 'price'),
    call: ({ services, id, input, signal }: RouteRequest<Teaching>) =>
      services.products.teach(id, input, { signal }),
  }),
  observe: route({
    summary: 'Records a price that a person saw in their own browser, marked as such.',
    returns: 'product-refresh',
    status: 201,
    body: objectOf(
      { url: text, price: money, wasPrice: money, availability: text, title: text, shippingPrice: money },
      'url',
      'price',
    ),
    call: ({ services, input }: RouteRequest<BrowserObservation>) => services.products.observe(input),
  }),
  history: route({
    summary: 'Returns a page of the observations of a product, newest first.',
    returns: 'observation',
    many: 'page',
    query: historyQuery,
    call: ({ services, id, input }: RouteRequest<HistoryOptions>) => services.products.history(id, input),
  }),
  missedSlots: route({
    summary: 'Returns a page of the slots that a product missed, newest first.',
    returns: 'missed-slots',
    many: 'page',
    query: historyQuery,
    call: ({ services, id, input }: RouteRequest<HistoryOptions>) => services.products.missedSlots(id, input),
  }),
  analysis: route({
    summary: 'Analyzes the history of the last year: lowest and usual price, trend, sale, advice.',
    returns: 'price-analysis',
    call: ({ services, id }: RouteRequest<unknown>): Promise<HistoryAnalysis> =>
      services.products.analyze(id),
  }),
}

/** The routes of products. */
export const productRoutes = {
  list: route({
    summary: 'Returns a page of the products, in the order in which they were tracked.',
    returns: 'product',
    many: 'page',
    query: listQuery,
    call: ({ services, input }: RouteRequest<ListOptions>) => services.products.list(input),
  }),
  track: route({
    summary: 'Tracks a product page and reads it once.',
    returns: 'product',
    status: 201,
    body: objectOf(
      {
        url: text,
        every: duration,
        adapter: text,
        target: money,
        condition: oneOf('new', 'used', 'refurbished', 'damaged'),
        seller: text,
        variant: text,
        wait: boolean,
      },
      'url',
    ),
    call: ({ services, input, signal }: RouteRequest<TrackRequest>) => {
      const { url, ...options } = input
      return services.products.track(url, { ...options, signal })
    },
  }),
  get: route({
    summary: 'Returns a product.',
    returns: 'product',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.get(id),
  }),
  update: route({
    isVersioned: true,
    summary: 'Changes the named members of a product; `null` takes an option off, or back to its default.',
    returns: 'product',
    body: objectOf({ every: nullable(duration), target: nullable(money) }),
    call: ({ services, id, input, change }: RouteRequest<ProductPatch>) =>
      services.products.update(id, input, change),
  }),
  untrack: route({
    isVersioned: true,
    summary: 'Stops tracking a product, and removes it with its history and its rules.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.products.untrack(id, change)
      return { id }
    },
  }),
  pause: route({
    summary: 'Pauses the schedule of a product.',
    returns: 'product',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.pause(id),
  }),
  resume: route({
    summary: 'Resumes the schedule of a product from the next slot.',
    returns: 'product',
    call: ({ services, id }: RouteRequest<unknown>) => services.products.resume(id),
  }),
  ...reading,
  ...comparing,
} satisfies RoutesOf<Operations['products']>
