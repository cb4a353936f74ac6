import { describe, expect, it } from 'vitest'
import { httpPeer } from '../probing/testing/peer.js'
import type { HttpAssertion, HttpProbeOptions } from './index.js'
import { http } from './index.js'
import { measure } from './testing/measure.js'

const body = JSON.stringify({ db: { status: 'up', 'replica lag': 12 }, tags: ['eu', 'blue'], ready: true })
const answering = () =>
  httpPeer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))

const measured = async (assertion: HttpAssertion) =>
  measure((await answering()).origin, { assertions: [assertion], revealBody: true })

describe('an assertion that holds', () => {
  it.each<HttpAssertion>([
    { of: 'status', equals: 200 },
    { of: 'header', name: 'Content-Type', contains: 'json' },
    { of: 'body', contains: '"status":"up"' },
    { of: 'body', matches: /"ready":\s*true/ },
    { of: 'body', matches: /up/g },
    { of: 'json', path: '$.db.status', equals: 'up' },
    { of: 'json', path: "$.db['replica lag']", atMost: 12 },
    { of: 'json', path: '$["tags"]', contains: 'blue' },
    { of: 'json', path: '$.tags[-1]', matches: /^b/ },
    { of: 'json', path: '$.ready', equals: true },
    { of: 'latencyMs', atMost: 2_000 },
  ])('does not change the check: %o', async (assertion) => {
    const probe = { assertions: [assertion] }
    const { origin } = await answering()
    for (const round of [1, 2]) {
      const { failure, bytes } = await measure(origin, probe)
      expect(failure, `round ${round}`).toBeUndefined()
      expect(bytes).toBe(body.length)
    }
  })
})

describe('an assertion that does not hold', () => {
  it.each<[HttpAssertion, string]>([
    [{ of: 'status', equals: 204 }, 'expected the status to be 204, it is 200'],
    [
      { of: 'header', name: 'content-type', equals: 'text/html' },
      'expected the header content-type to be "text/html", it is "application/json"',
    ],
    [
      { of: 'header', name: 'x-cache', contains: 'HIT' },
      'expected the header x-cache to contain "HIT", it is missing',
    ],
    [{ of: 'body', contains: 'welcome' }, 'expected the body to contain "welcome", it is "{\\"db\\":'],
    [{ of: 'body', matches: /^<html/i }, 'expected the body to match /^<html/i, it is "{\\"db\\":'],
    [{ of: 'json', path: '$.db.status', equals: 'down' }, 'expected $.db.status to be "down", it is "up"'],
    [{ of: 'json', path: '$.db.status[0]', equals: 'u' }, 'expected $.db.status[0] to be "u", it is missing'],
    [{ of: 'json', path: '$.toString', equals: 'x' }, 'expected $.toString to be "x", it is missing'],
    [
      { of: 'json', path: "$.db['replica lag']", atMost: 5 },
      "expected $.db['replica lag'] to be at most 5, it is 12",
    ],
    [{ of: 'json', path: '$.db.status', atLeast: 1 }, 'expected $.db.status to be at least 1, it is "up"'],
    [
      { of: 'certificateDaysLeft', atLeast: 14 },
      'expected certificateDaysLeft to be at least 14, it is missing',
    ],
  ])('fails the check, and is named: %o', async (assertion, message) => {
    const { failure, httpStatus } = await measured(assertion)
    expect(httpStatus).toBe(200)
    expect(failure?.kind).toBe('assertion')
    expect(failure?.message).toContain(message)
  })

  it('may be about the latency', async () => {
    const { origin } = await httpPeer((_, response) => void setTimeout(() => response.end(), 60))
    const { failure } = await measure(origin, { assertions: [{ of: 'latencyMs', atMost: 20 }] })
    expect(failure?.kind).toBe('assertion')
    expect(failure?.message).toMatch(/^expected latencyMs to be at most 20, it is \d+(\.\d+)?$/)
  })

  it('is reported first among several', async () => {
    const { origin } = await answering()
    const assertions: HttpAssertion[] = [
      { of: 'status', atMost: 299 },
      { of: 'body', contains: 'first' },
      { of: 'body', contains: 'second' },
    ]
    expect(await measure(origin, { assertions })).toMatchObject({
      failure: { message: 'expected the body to contain "first"' },
    })
  })
})

describe('a body with an assertion', () => {
  const asserted = { assertions: [{ of: 'json', path: '$.name', equals: 'Käse' }] } as const

  it('is decoded by its charset, or as utf-8 without a known one', async () => {
    const text = '{"name":"Käse"}'
    for (const [type, bytes] of [
      ['application/json; charset=iso-8859-1', Buffer.from(text, 'latin1')],
      ['application/json', Buffer.from(text)],
      ['application/json; charset=klingon', Buffer.from(text)],
    ] as const) {
      const { origin } = await httpPeer((_, response) =>
        response.writeHead(200, { 'content-type': type }).end(bytes),
      )
      expect((await measure(origin, asserted)).failure).toBeUndefined()
    }
  })

  it('is requested uncompressed', async () => {
    const asked: unknown[] = []
    const { origin } = await httpPeer((request, response) => {
      asked.push(request.headers['accept-encoding'])
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('…')
    })
    expect(await measure(origin, asserted)).toMatchObject({
      failure: { kind: 'protocol', message: 'the body is not the gzip that it says it is' },
    })
    expect(asked).toEqual(['identity'])
  })

  it('that is not JSON fails an assertion on JSON', async () => {
    const { origin } = await httpPeer((_, response) => response.end('<html>'))
    expect(await measure(origin, asserted)).toMatchObject({
      failure: { kind: 'assertion', message: 'the body is not JSON, or is nested deeper than 200 levels' },
    })
  })
})

describe('an invalid assertion', () => {
  it.each([
    [{ of: 'weather', equals: 1 }, 'assertions[0].of'],
    [{ of: 'status', contains: '2' }, 'expected one comparison for status: equals, atLeast, atMost'],
    [{ of: 'status' }, 'expected one comparison for status'],
    [{ of: 'status', atLeast: 200, atMost: 299 }, 'expected one comparison for status'],
    [{ of: 'status', equals: '200' }, 'expected status to equal a number'],
    [{ of: 'body', equals: 1 }, 'expected body to equal a text'],
    [{ of: 'header', contains: 'x' }, "expected a 'name' for a header"],
    [{ of: 'json', equals: 'x' }, "expected a 'path' for json"],
    [{ of: 'body', path: '$.x', contains: 'x' }, "expected a 'path' for json, and for it alone"],
    [{ of: 'json', path: '$..x', equals: 'x' }, 'assertions[0].path: expected a path to one value'],
    [{ of: 'json', path: 'x', equals: 'x' }, 'assertions[0].path'],
    [{ of: 'body', matches: 'x' }, 'assertions[0].matches'],
  ])('is rejected: %o', (assertion, message) => {
    expect(() => http({ assertions: [assertion] } as HttpProbeOptions)).toThrow(message)
  })
})
