/**
 * The program of the worker that learns a market: it takes listings, learns and gives the market back in pieces, as the
 * other side asks for them.
 */
import { learnMarket } from '../valuation/learn-market.js'
import type { MarketListing } from '../valuation/market-listing.js'
import { checkMarketOptions, type MarketOptions } from '../valuation/market-options.js'
import {
  describeFailure,
  keysPerMessage,
  type LearnedInWorker,
  type WorkerMessage,
  type WorkerRequest,
} from './worker-messages.js'

/** The end of the worker's channel: the parent's port in Node, the worker's own scope in a browser. */
interface ParentPort {
  postMessage(message: WorkerMessage, transfer?: readonly ArrayBufferLike[]): void
  onmessage: ((event: { readonly data: WorkerRequest }) => void) | null
}

const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads')
const parent = (threads?.parentPort ?? globalThis) as unknown as ParentPort

/** The least progress that is told. */
const minProgress = 0.005

const listings: MarketListing[] = []
let options: MarketOptions | undefined
/** By level, the keys of the groups. */
let keys: readonly (readonly string[])[] = []

function answer(request: WorkerRequest): unknown {
  if (request === 'learn') return learn()
  if ('options' in request) options = checkMarketOptions(request.options)
  else if ('listings' in request) for (const listing of request.listings) listings.push(listing)
  else return keys[request.level]?.slice(request.from, request.from + keysPerMessage)
  return undefined
}

function learn(): LearnedInWorker {
  const steps = learnMarket(listings, options as MarketOptions)
  let told = 0
  for (;;) {
    const step = steps.next()
    if (!step.done) {
      if (step.value < told + minProgress) continue
      told = step.value
      parent.postMessage({ progress: told })
      continue
    }
    const { state, indexes, compared } = step.value
    const { cars: _, ensemble, ...rest } = state
    keys = (ensemble?.groupIndexes ?? []).map((level) => [...level.keys()])
    const learned = {
      state: ensemble ? { ...rest, ensemble: { ...ensemble, groupIndexes: [] } } : rest,
      indexes: Int32Array.from(indexes),
      groupCounts: keys.map(({ length }) => length),
    }
    return compared ? { ...learned, compared } : learned
  }
}

/** Collects the memory of all typed arrays in a value, which is handed over instead of copied. */
function buffersIn(value: unknown, found = new Set<ArrayBufferLike>()): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer)
  else if (value instanceof Map) for (const member of value.values()) buffersIn(member, found)
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) buffersIn(member, found)
  return found
}

parent.onmessage = ({ data }) => {
  try {
    const answered = answer(data)
    parent.postMessage({ answer: answered }, [...buffersIn(answered)])
  } catch (error) {
    parent.postMessage({ failure: describeFailure(error) })
  }
}
parent.postMessage('ready')
