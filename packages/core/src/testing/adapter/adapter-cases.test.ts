import { AssertionError } from 'node:assert'
import http from 'node:http'
import { describe, expect, it } from 'vitest'
import { defined } from '../../options/index.js'
import type {
  Adapter,
  CarQuery,
  Distances,
  Measurement,
  Probe,
  ProductReader,
  Specs,
  Valuations,
} from '../../ports/index.js'
import { type AdapterSamples, adapterCases } from './index.js'

/** The smallest right probe: it connects, waits for the answer's end, and counts all of it as the first byte. */
const rightProbe: Probe = {
  matches: ({ protocol }) => protocol === 'http:',
  check: ({ url, timeoutMs }, { signal }) =>
    new Promise<Measurement>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const start = performance.now()
      const end = (failure?: Measurement['failure']) => {
        const latencyMs = performance.now() - start
        clearTimeout(timer)
        resolve({
          latencyMs,
          phases: { firstByteMs: latencyMs },
          uncertaintyMs: 0,
          ...defined({ failure }),
        })
      }
      const request = http.get(url, { agent: false, signal }, (response) =>
        response.resume().on('end', () => end()),
      )
      request.on('error', (error) =>
        signal.aborted ? reject(signal.reason) : end({ kind: 'refused', message: error.message }),
      )
      const timer = setTimeout(() => {
        end({ kind: 'timeout', message: 'no answer in time' })
        request.destroy()
      }, timeoutMs)
    }),
}

const source = { name: 'Chevrolet' }
const corvette = { make: 'Chevrolet', model: 'Corvette Z-06', year: 2023 }
const plymouth = { make: 'Plymouth', model: 'Fury', year: 1958 }
const fold = (name: string) => name.toLowerCase().replace(/[\s-]/g, '')
const isCorvette = ({ make, model, year }: CarQuery) =>
  year === 2023 && fold(make) === 'chevrolet' && fold(model) === 'corvettez06'

const rightSpecs: Specs = {
  find: async (query, { signal }) => {
    signal.throwIfAborted()
    return isCorvette(query) ? { ...corvette, horsepower: { value: 670, source } } : undefined
  },
}

const rightValuations: Valuations = {
  value: async (query, { signal }) => {
    signal.throwIfAborted()
    return isCorvette(query) ? { value: { amount: '112700.00', currency: 'USD' }, source } : undefined
  },
}

const milesNorth: Readonly<Record<string, number>> = { '30303': 0, '33101': 605 }

const rightDistances: Distances = {
  between: async (fromZip, toZip, { signal }) => {
    signal.throwIfAborted()
    const [from, to] = [milesNorth[fromZip], milesNorth[toZip]]
    if (from === undefined || to === undefined) return undefined
    const straightMiles = Math.abs(from - to)
    return { straightMiles, roadMiles: straightMiles * 1.2, isApproximate: false }
  },
}

const rightProducts: ProductReader = {
  matches: ({ hostname }) => hostname === 'shop.example',
  extract: ({ html }) => {
    const amount = /<b class="price">(\d+\.\d\d)<\/b>/.exec(html)?.[1]
    if (amount === undefined)
      return { status: 'unread', reason: 'no-price', message: 'no element of class price' }
    return { status: 'read', price: { amount, currency: 'EUR' }, evidence: ['markup'] }
  },
}

const samples = {
  probe: { foreign: 'ftp://shop.example/' },
  specs: { known: corvette, unknown: plymouth },
  valuations: { known: corvette, unknown: plymouth },
  distances: { fromZip: '33101', toZip: '30303', straightMiles: [600, 610], unknown: '00000' },
  products: {
    page: { url: 'https://shop.example/tea', html: '<h1>Tea</h1><b class="price">3.50</b>' },
    foreign: 'https://elsewhere.example/tea',
  },
} satisfies AdapterSamples

const right: Adapter = {
  specVersion: 1,
  id: 'right',
  probe: rightProbe,
  specs: rightSpecs,
  valuations: rightValuations,
  distances: rightDistances,
  products: rightProducts,
}

/** A right adapter but for a part of it, and the case that this breaks. */
interface Fault {
  readonly adapter: () => Adapter
  readonly breaks: string
}

const adapterFaults: Record<string, Fault> = {
  'fills another contract': {
    adapter: () => ({ ...right, specVersion: 2 }) as unknown as Adapter,
    breaks: 'says which contract it fills',
  },
  'has no name': { adapter: () => ({ ...right, id: ' ' }), breaks: 'has a name, the same each time' },
  'is called otherwise each time': {
    adapter: () => ({ ...right, id: String(Math.random()) }),
    breaks: 'has a name, the same each time',
  },
  'can do less than it should': {
    adapter: () => ({ specVersion: 1, id: 'less', specs: rightSpecs }),
    breaks: 'has the capabilities that there are samples of, at least one',
  },
  'can be closed only once': {
    adapter: () => {
      let closes = 0
      const close = async () => {
        if (closes++) throw new Error('closed already')
      }
      return { ...right, close }
    },
    breaks: 'may be closed twice, and before anything was asked',
  },
}

const withProbe = (change: Partial<Probe>) => () => ({ ...right, probe: { ...rightProbe, ...change } })

const probeFaults: Record<string, Fault> = {
  'matches anything': {
    adapter: withProbe({ matches: () => true }),
    breaks: 'probe: matches what it can measure, and nothing else',
  },
  'guesses instead of measuring': {
    adapter: withProbe({
      check: async () => ({ latencyMs: 1, phases: { firstByteMs: 1 }, uncertaintyMs: 0 }),
    }),
    breaks: 'probe: counts the time that the target takes',
  },
  'forgets a phase': {
    adapter: withProbe({
      check: async (...given) => ({ ...(await rightProbe.check(...given)), phases: {} }),
    }),
    breaks: 'probe: measures a target that answers',
  },
  'does not know how sure it is': {
    adapter: withProbe({
      check: async (...given) => ({ ...(await rightProbe.check(...given)), uncertaintyMs: Number.NaN }),
    }),
    breaks: 'probe: measures as often as it is asked to, side by side too',
  },
  'rejects when the target fails': {
    adapter: withProbe({
      check: async (...given) => {
        const measurement = await rightProbe.check(...given)
        if (measurement.failure) throw new Error(measurement.failure.message)
        return measurement
      },
    }),
    breaks: 'probe: reports a target that nobody listens at as refused',
  },
  'takes its time over a timeout': {
    adapter: withProbe({
      check: ({ url, timeoutMs }, context) => rightProbe.check({ url, timeoutMs: timeoutMs + 400 }, context),
    }),
    breaks: 'probe: reports a silent target as a timeout, in time',
  },
  'begins although its signal has fired': {
    adapter: withProbe({
      check: (target, context) =>
        rightProbe.check(target, { ...context, signal: new AbortController().signal }),
    }),
    breaks: 'probe: rejects with ABORTED before it begins when its signal has fired',
  },
  'takes its signal for a failure of the target': {
    adapter: withProbe({
      check: (target, context) =>
        rightProbe.check(target, context).catch(({ message }) => ({
          latencyMs: 0,
          phases: {},
          uncertaintyMs: 0,
          failure: { kind: 'reset', message },
        })),
    }),
    breaks: 'probe: rejects with ABORTED at once when its signal fires',
  },
  'keeps its connections': {
    adapter: () => {
      const agent = new http.Agent({ keepAlive: true })
      const keep = async (...[target, context]: Parameters<Probe['check']>) => {
        await new Promise((resolve) =>
          http.get(target.url, { agent }, (response) => response.resume().on('end', resolve)),
        )
        return rightProbe.check(target, context)
      }
      return { ...right, probe: { ...rightProbe, check: keep } }
    },
    breaks: 'probe: lets go of its connections',
  },
}

const withSpecs = (find: Specs['find']) => () => ({ ...right, specs: { find } })
const withValue = (value: Valuations['value']) => () => ({ ...right, valuations: { value } })

const carFaults: Record<string, Fault> = {
  'knows no car': {
    adapter: withSpecs(async () => undefined),
    breaks: 'specs: knows a known car, with who says so',
  },
  'does not say where its figures come from': {
    adapter: withSpecs(async () => ({ ...corvette, horsepower: { value: 670, source: { name: '' } } })),
    breaks: 'specs: knows a known car, with who says so',
  },
  'modifies what it is asked': {
    adapter: withSpecs((query, context) => rightSpecs.find(Object.assign(query, { trim: '' }), context)),
    breaks: 'specs: knows a known car, with who says so',
  },
  'knows only one spelling': {
    adapter: withSpecs(async (query, context) =>
      query.make === 'Chevrolet' ? rightSpecs.find(query, context) : undefined,
    ),
    breaks: 'specs: knows the car however it is written',
  },
  'knows every car': {
    adapter: withSpecs(async () => ({ ...corvette, horsepower: { value: 670, source } })),
    breaks: 'specs: resolves to nothing for a car it does not know',
  },
  'goes on although its signal has fired': {
    adapter: withSpecs(async () => undefined),
    breaks: 'specs: rejects with ABORTED when its signal has fired',
  },
  'writes money as people do': {
    adapter: withValue(async () => ({ value: { amount: '112,700', currency: 'USD' }, source })),
    breaks: 'valuations: knows a known car, with who says so',
  },
  'asks for what was not recorded': {
    adapter: withValue(async (_, context) => {
      await context.http.get('https://cars.example/')
      return undefined
    }),
    breaks: 'valuations: resolves to nothing for a car it does not know',
  },
}

const withProducts = (change: Partial<ProductReader>) => () => ({
  ...right,
  products: { ...rightProducts, ...change },
})
const stateful = /<b class="price">(\d+\.\d\d)<\/b>/g

const productFaults: Record<string, Fault> = {
  'reads any page': {
    adapter: withProducts({ matches: () => true }),
    breaks: 'products: matches its own pages, and no foreign ones',
  },
  'reads nothing': {
    adapter: withProducts({ extract: () => ({ status: 'unread', reason: 'no-price', message: 'too hard' }) }),
    breaks: 'products: reads a price, and says where it was found',
  },
  'remembers where it stopped': {
    adapter: withProducts({
      extract: (page) =>
        stateful.test(page.html) ? rightProducts.extract(page) : rightProducts.extract({ ...page, html: '' }),
    }),
    breaks: 'products: reads a page the same however often, and whatever it read before',
  },
  'modifies the page': {
    adapter: withProducts({
      extract: (page) => rightProducts.extract(Object.assign(page, { html: page.html.trim() })),
    }),
    breaks: 'products: goes by the page alone and leaves it as it is',
  },
  'guesses a price': {
    adapter: withProducts({
      extract: ({ html }) => {
        const amount = /\d+/.exec(html)?.[0] ?? '1'
        return { status: 'read', price: { amount, currency: 'EUR' }, evidence: ['guess'] }
      },
    }),
    breaks: 'products: reads no price where there is none, and says why',
  },
  'gives a reason that nobody knows': {
    adapter: withProducts({
      extract: () => ({ status: 'unread', reason: 'because' as 'no-price', message: 'because' }),
    }),
    breaks: 'products: survives an empty page',
  },
  'throws on what it does not understand': {
    adapter: withProducts({
      extract: (page) => {
        for (const [, json = ''] of page.html.matchAll(/<script[^>]*>(.*?)<\/script>/g)) JSON.parse(json)
        return rightProducts.extract(page)
      },
    }),
    breaks: 'products: survives a script that is no JSON',
  },
}

const withDistances = (between: Distances['between']) => () => ({ ...right, distances: { between } })
const far = { straightMiles: 605, roadMiles: 726, isApproximate: false }

const distanceFaults: Record<string, Fault> = {
  'measures in kilometres': {
    adapter: withDistances(async () => ({ ...far, straightMiles: 974, roadMiles: 1_168 })),
    breaks: 'distances: knows how far two known places are',
  },
  'knows a road that is shorter than the straight line': {
    adapter: withDistances(async () => ({ ...far, roadMiles: 500 })),
    breaks: 'distances: knows how far two known places are',
  },
  'knows the way in one direction only': {
    adapter: withDistances(async (fromZip, ...rest) =>
      fromZip === '33101' ? rightDistances.between(fromZip, ...rest) : { ...far, straightMiles: 604 },
    ),
    breaks: 'distances: is the same there and back, and nothing from a place to itself',
  },
  'puts what it does not know somewhere': {
    adapter: withDistances(async () => far),
    breaks: 'distances: resolves to nothing for a place it does not know',
  },
  'measures on although its signal has fired': {
    adapter: withDistances(async () => far),
    breaks: 'distances: rejects with ABORTED when its signal has fired',
  },
}

describe('adapterCases', () => {
  for (const { name, run } of adapterCases(() => right, samples)) it(`accepts a right adapter: ${name}`, run)

  const faults = { ...adapterFaults, ...probeFaults, ...carFaults, ...distanceFaults, ...productFaults }
  for (const [fault, { adapter, breaks }] of Object.entries(faults))
    it(`notices an adapter that ${fault}`, async () => {
      const found = adapterCases(adapter, samples).find(({ name }) => name === breaks)
      await expect(found?.run()).rejects.toBeInstanceOf(AssertionError)
    })
})
