import { generateKeyPairSync, verify } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { AdapterError, BudgetError, TelltaleError, UnauthorizedError, ValidationError } from '@telltale/core'
import { createHttp } from '@telltale/core/http'
import type { AdapterContext, Http } from '@telltale/core/ports'
import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { googleMerchant } from './index.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const credentials = { clientEmail: 'telltale@shop.iam.gserviceaccount.com', privateKey }

const rupees = (amountMicros: string) => ({ amountMicros, currencyCode: 'INR' })
const shoe = {
  id: 'online~en~IN~SKU1',
  offerId: 'SKU1',
  title: "Trail Shoe Women's",
  brand: 'Acme',
  price: rupees('2499000000'),
  availability: 'IN_STOCK',
  gtin: ['4006381333931'],
}
const boot = {
  id: 'online~en~IN~SKU2',
  offerId: 'SKU2',
  title: 'Trail Boot',
  price: rupees('3999500000'),
  gtin: [],
}

interface Asked {
  readonly url: string
  readonly authorization: string | undefined
  readonly body: { readonly query: string; readonly pageSize: number; readonly pageToken?: string }
}

type Answer = (asked: Asked) => { readonly status?: number; readonly json: unknown }

/** Answers as the Merchant API's public definitions say: one view per query, a page token while there is more. */
const merchant: Answer = ({ body: { query, pageToken } }) => {
  const isKnown = /4006381333931|'\(\?i\)\.\*trail|SKU1/.test(query)
  if (!isKnown) return { json: {} }
  if (query.includes('FROM product_view')) {
    if (query.includes('gtin CONTAINS')) return { json: { results: [{ productView: shoe }] } }
    if (!pageToken) return { json: { results: [{ productView: shoe }], nextPageToken: 'CAE' } }
    return { json: { results: [{ productView: boot }] } }
  }
  if (query.includes('FROM price_insights_product_view')) {
    const view = {
      id: shoe.id,
      suggestedPrice: rupees('2399004999'),
      predictedClicksChangeFraction: 0.0525,
      effectiveness: 'HIGH',
    }
    return { json: { results: [{ priceInsightsProductView: view }] } }
  }
  const view = { reportCountryCode: 'IN', id: shoe.id, benchmarkPrice: rupees('2310000000') }
  return { json: { results: [{ priceCompetitivenessProductView: view }] } }
}

const readBody = async (request: IncomingMessage) => text(request)

/** Google on loopback: the token endpoint, which checks the signature, and the reports. */
async function startGoogle(answer: Answer = merchant) {
  const asked: Asked[] = []
  let tokens = 0
  const server = createServer(async (request, response) => {
    const body = await readBody(request)
    const send = (status: number, json: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    if (request.url === '/token') {
      const assertion = new URLSearchParams(body).get('assertion') ?? ''
      const [head, claims, signature = ''] = assertion.split('.')
      const isSigned = verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${claims}`),
        publicKey,
        Buffer.from(signature, 'base64url'),
      )
      const { scope } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())
      if (!isSigned || scope !== 'https://www.googleapis.com/auth/content')
        return send(400, { error: 'invalid_grant' })
      tokens += 1
      return send(200, { access_token: `token-${tokens}`, expires_in: 3_600, token_type: 'Bearer' })
    }
    const one = {
      url: request.url ?? '',
      authorization: request.headers.authorization,
      body: JSON.parse(body),
    }
    asked.push(one)
    const { status = 200, json } = answer(one)
    send(status, json)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const real = createHttp({ allow: ['127.0.0.1'] })
  onTestFinished(() => real.close())
  // The library knows one token endpoint; it is led to loopback here, through the same client.
  const http: Http = {
    get: real.get,
    request: real.request,
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      return real.fetch(url.replace('https://oauth2.googleapis.com', baseUrl), init)
    },
  }
  const options = { account: '123', credentials, country: 'IN', baseUrl }
  return { asked, http, options, adapter: googleMerchant(options), tokens: () => tokens }
}

const warnings: unknown[] = []
const contextOf = (http: Http, signal = new AbortController().signal): AdapterContext => {
  const ignore = () => {}
  const logger = {
    debug: ignore,
    info: ignore,
    warn: (each: unknown) => void warnings.push(each),
    error: ignore,
  }
  return { http, signal, logger } as unknown as AdapterContext
}

describe('googleMerchant', () => {
  it('finds products of the catalogue, with what others ask and what Google suggests', async () => {
    const { adapter, http, asked, tokens } = await startGoogle()
    const found = await adapter.benchmarks?.search({ text: "trail  women's", limit: 20 }, contextOf(http))
    expect(found).toEqual([
      {
        id: shoe.id,
        offerId: 'SKU1',
        title: "Trail Shoe Women's",
        brand: 'Acme',
        gtin: '4006381333931',
        price: { amount: '2499.00', currency: 'INR' },
        availability: 'InStock',
        benchmark: {
          price: { amount: '2310.00', currency: 'INR' },
          country: 'IN',
          source: 'google-merchant',
        },
        suggestion: {
          price: { amount: '2399.00', currency: 'INR' },
          clicksPercent: 5.3,
          effectiveness: 'high',
        },
      },
      { id: boot.id, offerId: 'SKU2', title: 'Trail Boot', price: { amount: '3999.50', currency: 'INR' } },
    ])
    expect(asked[0]).toMatchObject({
      url: '/reports/v1/accounts/123/reports:search',
      authorization: 'Bearer token-1',
      body: {
        query:
          'SELECT id, offer_id, title, brand, price, availability, gtin FROM product_view ' +
          "WHERE title REGEXP_MATCH '(?i).*trail.*' AND title REGEXP_MATCH '(?i).*women.s.*' LIMIT 20",
        pageSize: 20,
      },
    })
    expect(asked[1]?.body.pageToken).toBe('CAE')
    expect(tokens()).toBe(1)
  })

  it('lets no text of a search out of its quotes', async () => {
    const { adapter, http, asked } = await startGoogle(() => ({ json: {} }))
    await adapter.benchmarks?.search({ text: "x' OR id = '1 \\", limit: 5 }, contextOf(http))
    expect(asked[0]?.body.query.match(/'[^']*'/g)?.every((part) => part.startsWith("'(?i).*"))).toBe(true)
    expect(asked[0]?.body.query).not.toContain('\\')
  })

  it('does without what others ask where the account may not see it, and logs that', async () => {
    const { adapter, http } = await startGoogle((asked) => {
      if (asked.body.query.includes('FROM product_view')) return merchant(asked)
      return {
        status: 403,
        json: { error: { code: 403, message: 'not eligible', status: 'PERMISSION_DENIED' } },
      }
    })
    warnings.length = 0
    const found = await adapter.benchmarks?.search({ text: '4006381333931', limit: 1 }, contextOf(http))
    expect(found?.[0]).toMatchObject({ id: shoe.id })
    expect(found?.[0]).not.toHaveProperty('benchmark')
    expect(warnings).toHaveLength(2)
    expect(await adapter.benchmarks?.find('4006381333931', contextOf(http))).toBeUndefined()
  })

  it.each([
    [401, UnauthorizedError, /add the service account as a user/],
    [429, BudgetError, /too many/],
    [400, AdapterError, /too many/],
    [503, AdapterError, /too many/],
  ])('rejects where Google answers with status %i, in its words', async (status, type, message) => {
    const json = { error: { code: status, message: 'too many', status: 'X' } }
    const { adapter, http } = await startGoogle(() => ({ status, json }))
    const failure = await adapter.benchmarks?.find('4006381333931', contextOf(http)).catch((error) => error)
    expect(failure).toBeInstanceOf(type)
    expect(failure.message).toMatch(message)
    expect(TelltaleError.is(failure) && failure.retryable).toBe(status === 429 || status === 503)
  })

  it('rejects an answer that is another than agreed, naming the part', async () => {
    const view = { ...shoe, price: { amountMicros: 2_499, currencyCode: 'INR' } }
    const { adapter, http } = await startGoogle(() => ({ json: { results: [{ productView: view }] } }))
    await expect(adapter.benchmarks?.find('4006381333931', contextOf(http))).rejects.toThrow(/amountMicros/)
  })

  it('says so when Google refuses the service account', async () => {
    const { options, http } = await startGoogle()
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const key = other.export({ type: 'pkcs8', format: 'pem' }).toString()
    const adapter = googleMerchant({ ...options, credentials: { ...credentials, privateKey: key } })
    await expect(adapter.benchmarks?.find('4006381333931', contextOf(http))).rejects.toThrow(
      /Google refused the service account: .*invalid_grant/,
    )
  })

  it.each([
    [{ account: 'shop' }, /account: expected the number/],
    [{ credentials: { clientEmail: 'me', privateKey: 'x' } }, /clientEmail[\s\S]*privateKey/],
    [{ country: 'India' }, /country/],
  ])('is refused with %j', (wrong, message) => {
    const make = () => googleMerchant({ account: '1', credentials, ...wrong })
    expect(make).toThrow(ValidationError)
    expect(make).toThrow(message)
  })
})

describe('googleMerchant keeps the promises of an adapter', async () => {
  const samples = { known: 'trail', unknown: 'submarine', gtin: '4006381333931', unknownGtin: '96385074' }
  const names = adapterCases(() => googleMerchant({ account: '1', credentials }), { benchmarks: samples })
  it.each(names.map(({ name }) => name))('%s', async (name) => {
    const { options, http } = await startGoogle()
    const cases = adapterCases(() => googleMerchant(options), { benchmarks: samples, http })
    await cases.find((each) => each.name === name)?.run()
  })
})
