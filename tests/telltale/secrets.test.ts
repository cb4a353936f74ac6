import { inspect } from 'node:util'
import type { Telltale } from '@telltale/core'
import type { Adapter, AdapterContext } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { Keyv } from 'keyv'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { Target } from './target.js'

/** Characters that URLs, JSON and regular expressions escape. */
const canary = `canary-7f/3+"(')$& *`

/** A source that sends its key in every part of a request. */
function leaky(url: string): Adapter {
  const ask = ({ http }: AdapterContext, path: string) =>
    http.request(`${url}${path}?api_key=${encodeURIComponent(canary)}`, {
      trust: 'configured',
      headers: { 'x-api-key': canary },
      json: { key: canary },
      cacheFor: 'valuation',
    })
  return {
    specVersion: 1,
    id: 'leaky',
    budget: { failuresPerHour: 1 },
    secrets: () => [canary],
    valuations: {
      value: async ({ model }, context) => {
        const { status, text, url: from, headers } = await ask(context, model)
        context.logger.warn({ from, headers, text, err: new Error(`key ${canary}`) }, `asked with ${canary}`)
        if (status !== 200) throw new Error(`refused: ${text}`)
        return { value: { amount: '1.00', currency: 'USD' }, source: { name: text, url: from } }
      },
    },
  }
}

/** Collects everything that a host sees: log lines, events, rows of the storage and the cache, and the given text. */
async function everythingSaid(work: (telltale: Telltale) => Promise<unknown>, target: Target) {
  const said: unknown[] = []
  const storage = memoryStorage()
  const kept = new Map()
  const line = (fields: object, message: string) => void said.push(fields, message)
  const logger = { debug: line, info: line, warn: line, error: line }
  const { telltale } = startTelltale({
    storage,
    logger,
    adapters: [leaky(target.url)],
    cache: new Keyv({ store: kept }),
  })
  for (const name of ['error', 'battle:fought', 'source:critical', 'budget:reached'] as const)
    telltale.on(name, (payload) => void said.push(payload))
  said.push(await work(telltale).catch((error) => error))
  for await (const row of storage.dump()) said.push(row)
  said.push([...kept])
  return said
}

const forms = [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1), 'canary-7f']

/** Returns every text in a value, also in errors and their causes. */
const textOf = (said: unknown) => `${inspect(said, { depth: 20, showHidden: true })}${JSON.stringify(said)}`

const fight = (models: readonly [string, string]) => (telltale: Telltale) =>
  telltale.battles.fight({ cars: models.map((model) => ({ make: 'Ford', model, year: 2023 })) })

describe('a key that a source sends', () => {
  it('is in no log, event, row or answer, although the server repeats it', async () => {
    const target = await Target.start()
    target.answer = (response, path) =>
      void response.setHeader('x-echo', canary).end(`${path} ${canary} ${JSON.stringify(canary)}`)
    const text = textOf(await everythingSaid(fight(['a', 'b']), target))
    expect(target.requests).toBe(2)
    expect(text).toContain('REDACTED')
    for (const form of forms) expect(text).not.toContain(form)
  })

  it('is in no error and no error event', async () => {
    const target = await Target.start()
    target.answer = (response) => response.writeHead(401).end(`the key ${canary} is not valid`)
    const text = textOf(await everythingSaid(fight(['a', 'b']), target))
    expect(text).toContain('the key REDACTED is not valid')
    expect(text).toContain('it answered with status 401')
    for (const form of forms) expect(text).not.toContain(form)
  })

  it('is not sent to the target of a redirect, and not in the error when that is refused', async () => {
    const target = await Target.start()
    target.answer = (response) =>
      response.writeHead(302, { location: `ftp://${encodeURIComponent(canary)}.example/` }).end()
    const text = textOf(await everythingSaid(fight(['a', 'b']), target))
    expect(text).toContain('which is no web address')
    for (const form of forms) expect(text).not.toContain(form)
  })

  it('is not printed with the adapter', () => {
    expect(textOf(leaky('http://127.0.0.1/'))).not.toContain('canary-7f')
  })
})
