import { type AdapterSamples, adapterCases, type RecordedRequest } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { deliverOnce } from '../delivering/testing/deliver.js'
import { console as consoleChannel } from './index.js'

describe('console', () => {
  let written: RecordedRequest[] = []
  const write = (body: string) =>
    void written.push({ method: '', path: '', query: new URLSearchParams(), headers: {}, body })
  const samples: AdapterSamples = {
    channel: {
      destination: {},
      service: {
        behaviors: ['accepting'],
        start: async () => {
          written = []
          return { port: 0, requests: written, close: async () => {} }
        },
      },
      read: ({ body }) => ({ text: body, active: [] }),
    },
  }
  for (const { name, run } of adapterCases(() => consoleChannel({ write }), samples)) it(name, run)

  it('writes the time, the urgency and the texts', async () => {
    written = []
    await deliverOnce(consoleChannel({ write }), { destination: {}, answer: () => undefined })
    expect(written[0]?.body.split('\n')).toEqual([
      '2026-01-31T12:30:00.000Z critical: Shop is down',
      '  It answers with status 503.',
      '  Latency: 604 ms',
      '  Open: https://telltale.example/monitors/1',
    ])
  })
})
