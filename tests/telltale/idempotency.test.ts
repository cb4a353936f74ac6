import { webshop } from '@telltale/adapters/webshop'
import { type ConflictError, createTelltale, type OwnerServices } from '@telltale/core'
import { testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const request = { key: 'one', fingerprint: 'a' }
const kept = async (answer: unknown) => ({ answer, isKept: true })

describe('a request that a client may send again', () => {
  it('is done again where its work failed, or its answer is not to be kept', async () => {
    const { idempotency } = startTelltale().telltale
    const failure = new Error('no luck')
    await expect(idempotency.run(request, () => Promise.reject(failure))).rejects.toBe(failure)
    const unkept = async () => ({ answer: 1, isKept: false })
    expect(await idempotency.run(request, unkept)).toEqual({ outcome: 'first', answer: 1 })
    expect(await idempotency.run(request, () => kept(2))).toEqual({ outcome: 'first', answer: 2 })
    expect(await idempotency.run(request, () => kept(3))).toEqual({ outcome: 'replayed', answer: 2 })
  })

  it('is free again ten minutes after a process left it undone, and not before', async () => {
    const { telltale, clock } = startTelltale()
    const { idempotency } = telltale
    let end = () => {}
    const forgotten = idempotency.run(request, async () => {
      await new Promise<void>((resolve) => {
        end = resolve
      })
      return kept('late')
    })
    const run = () => idempotency.run(request, () => kept('second'))
    while ((await run()).outcome !== 'running');
    await clock.advance(599_000)
    expect((await run()).outcome).toBe('running')
    await clock.advance(1_000)
    expect(await run()).toEqual({ outcome: 'first', answer: 'second' })
    // The answer of the one that came back late replaces nothing.
    end()
    await forgotten
    expect(await run()).toEqual({ outcome: 'replayed', answer: 'second' })
  })

  it('is removed by the upkeep after a day, and with its owner', async () => {
    const clock = testClock()
    const telltale = createTelltale({ storage: memoryStorage(), clock })
    const [ana, ben] = [telltale.for('ana'), telltale.for('ben')]
    await telltale.start()
    for (const { idempotency } of [ana, ben]) await idempotency.run(request, () => kept('\u0000 stays'))
    expect(await telltale.privacy.erase('ben')).toMatchObject({ idempotent_requests: 1 })
    await clock.advance(26 * 3_600_000)
    expect((await telltale.privacy.erase('ana')).idempotent_requests).toBe(undefined)
    await telltale.close()
  })

  it('checks its key', async () => {
    const { idempotency } = startTelltale().telltale
    for (const key of ['', 'a b', 'ä', 'x'.repeat(256)])
      await expect(idempotency.run({ ...request, key }, () => kept(1))).rejects.toThrow(
        'idempotency.run: key',
      )
  })
})

describe('a change that expects a version', () => {
  type Change = (services: OwnerServices, id: string, version: number) => Promise<unknown>
  const monitors: Readonly<Record<string, Change>> = {
    update: ({ monitors }, id, version) => monitors.update(id, { name: 'other' }, { version }),
    delete: ({ monitors }, id, version) => monitors.delete(id, { version }),
  }
  const pages: Readonly<Record<string, Change>> = {
    update: ({ statusPages }, id, version) => statusPages.update(id, { title: 'other' }, { version }),
    delete: ({ statusPages }, id, version) => statusPages.delete(id, { version }),
  }
  const groups: Readonly<Record<string, Change>> = {
    update: ({ products }, id, version) => products.groups.update(id, { name: 'other' }, { version }),
    delete: ({ products }, id, version) => products.groups.delete(id, { version }),
  }
  const products: Readonly<Record<string, Change>> = {
    update: ({ products }, id, version) => products.update(id, { every: '2h' }, { version }),
    untrack: ({ products }, id, version) => products.untrack(id, { version }),
  }

  it.each([
    ['monitor', monitors, ({ monitors }: OwnerServices) => monitors.create({ url: 'script:here' })],
    ['status page', pages, ({ statusPages }: OwnerServices) => statusPages.create({ title: 'Status' })],
    ['group', groups, ({ products }: OwnerServices) => products.groups.create()],
    [
      'product',
      products,
      ({ products }: OwnerServices) => products.track('http://127.0.0.1:9/p', { wait: false }),
    ],
  ])('of a %s is made at that version alone', async (_kind, changes, create) => {
    const { telltale } = startTelltale({
      adapters: [scriptedProbe(() => 10), webshop()],
    })
    const { id, version: first } = await create(telltale)
    let version = first
    for (const [name, change] of Object.entries(changes)) {
      const refusal = (await change(telltale, id, version + 1).catch((error) => error)) as ConflictError
      expect(refusal, name).toMatchObject({
        code: 'CONFLICT',
        status: 409,
        retryable: false,
        currentVersion: version,
      })
      const changed = (await change(telltale, id, version)) as { readonly version: number } | undefined
      version = changed?.version ?? version
    }
  })
})
