import * as check from '@telltale/core/options'
import type { ApiMetrics, ApiOptions } from './api.js'
import type { AddressLimit } from './request/address-limit.js'

const call = <Value>(what: string): check.OptionCheck<Value> =>
  check.custom((value) => typeof value === 'function', what)

/** Checks {@link ApiOptions}. */
export const optionsCheck = check.strictObject({
  owner: call<ApiOptions['owner']>('a function that returns the owner of a request'),
  basePath: check.withDefault(
    check.pattern(/^(\/[\w.~-]+)*$/, "a path such as '/api', without a slash at its end"),
    '/api',
  ),
  maxBodyBytes: check.withDefault(check.integer({ min: 1_024, max: 100_000_000 }), 262_144),
  addressLimit: check.optional(
    check.strictObject({
      requestsPerMinute: check.integer({ min: 1, max: 1e9 }),
      addressOf: check.optional(
        call<NonNullable<AddressLimit['addressOf']>>('a function that returns the address of a caller'),
      ),
    } satisfies check.CheckShape<AddressLimit>),
  ),
  origins: check.withDefault(
    check.list(
      check.pattern(/^https?:\/\/[^/\s*]+$/, "an origin such as 'https://app.example'"),
      'a list of origins',
    ),
    [],
  ),
  metrics: check.optional(
    check.custom<ApiMetrics>(
      (value) => typeof (value as Partial<ApiMetrics> | null)?.observe === 'function',
      'metrics, such as prometheusMetrics()',
    ),
  ),
  version: check.withDefault(check.text({ min: 1, max: 100 }), '1'),
  onError: check.withDefault(
    call<NonNullable<ApiOptions['onError']>>('a function that is told errors'),
    () => {},
  ),
} satisfies check.CheckShape<ApiOptions>)
