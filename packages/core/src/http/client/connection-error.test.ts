import { describe, expect, it } from 'vitest'
import { connectionError } from './connection-error.js'

/** An error as Node makes it. */
const failure = (code: string, message = `${code}: in the words of a machine`) =>
  Object.assign(new Error(message), { code })

describe('connectionError', () => {
  it.each([
    ['ECONNREFUSED', 'could not reach shop.example: connection refused', true],
    [
      'ENOTFOUND',
      'could not reach shop.example: the name does not resolve to an address that may be called',
      false,
    ],
    [
      'EAI_AGAIN',
      'could not reach shop.example: the name does not resolve to an address that may be called',
      true,
    ],
    ['EHOSTUNREACH', 'could not reach shop.example: no route leads there', true],
    ['ENETUNREACH', 'could not reach shop.example: no route leads there', true],
    ['CERT_HAS_EXPIRED', 'could not reach shop.example: its certificate is not trusted', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'could not reach shop.example: its certificate is not trusted', false],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'could not reach shop.example: its certificate is not trusted',
      false,
    ],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'could not reach shop.example: its certificate is not trusted', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'could not reach shop.example: the TLS handshake failed', false],
    ['ECONNRESET', 'no whole answer from shop.example: the connection broke', true],
    ['UND_ERR_SOCKET', 'no whole answer from shop.example: the connection broke', true],
    ['HPE_INVALID_CHUNK_SIZE', 'no whole answer from shop.example: what came back is not HTTP', false],
  ])('says what %s means', (code, message, retryable) => {
    const cause = failure(code)
    expect(connectionError('shop.example', cause)).toMatchObject({
      code: 'ADAPTER_FAILED',
      message,
      retryable,
      cause,
    })
  })

  it.each(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])('takes %s for a timeout', (code) => {
    expect(connectionError('shop.example', failure(code))).toMatchObject({
      code: 'TIMEOUT',
      message: 'could not reach shop.example: no connection in time',
    })
  })

  it('goes by the first address when none of several answers', () => {
    const cause = new AggregateError([failure('ENETUNREACH'), failure('ECONNREFUSED')])
    expect(connectionError('shop.example', cause).message).toBe(
      'could not reach shop.example: no route leads there',
    )
    expect(connectionError('shop.example', new AggregateError([], 'nobody')).message).toContain('nobody')
  })

  it.each([
    [failure('E_NEW', 'something new'), 'could not reach shop.example: something new'],
    ['a bare text', 'could not reach shop.example: a bare text'],
    [undefined, 'could not reach shop.example: undefined'],
  ])('hands on the words of what it does not know', (cause, message) => {
    expect(connectionError('shop.example', cause)).toMatchObject({ message, retryable: false })
  })
})
