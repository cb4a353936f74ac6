import { expect, it } from 'vitest'
import { callerAddress } from './caller-address.js'

const rows: readonly [string, Parameters<typeof callerAddress>, string][] = [
  ['without a proxy the header is not believed', ['203.0.113.9', '1.1.1.1', 0], '203.0.113.9'],
  ['behind one, the last address is the caller', ['10.0.0.1', '203.0.113.9', 1], '203.0.113.9'],
  ['what a caller made up before it does not count', ['10.0.0.1', '1.1.1.1, 203.0.113.9', 1], '203.0.113.9'],
  ['behind two, the last but one', ['10.0.0.2', '1.1.1.1, 203.0.113.9, 10.0.0.1', 2], '203.0.113.9'],
  ['a header that is missing leaves the proxy itself', ['10.0.0.1', undefined, 1], '10.0.0.1'],
]

it.each(rows)('%s', (_name, given, expected) => {
  expect(callerAddress(...given)).toBe(expected)
})
