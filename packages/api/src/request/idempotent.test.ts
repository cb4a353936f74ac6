import { testClock } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { startApi } from '../testing/start-api.js'

const monitor = { url: 'script:here', every: '30s' }
const keyed = (key: string, body: object = monitor) => ({ body, headers: { 'idempotency-key': key } })

describe('an Idempotency-Key', () => {
  it('does a POST once, and gives its first answer again', async () => {
    const { request, telltale } = await startApi()
    const [first, second] = [
      await request('ana', 'POST /monitors', keyed('one')),
      await request('ana', 'POST /monitors', keyed('one')),
    ]
    expect(first.status).toBe(201)
    expect(first.headers.get('idempotency-replayed')).toBe(null)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect([second.status, second.body, second.headers.get('etag')]).toEqual([201, first.body, '"1"'])
    expect((await request('ana', 'POST /monitors', keyed('two'))).body.data.id).not.toBe(first.body.data.id)
    // The key of another owner is another one.
    expect((await request('ben', 'POST /monitors', keyed('one'))).body.data.ownerId).toBe('ben')
    expect((await telltale.for('ana').monitors.list()).items).toHaveLength(2)
  })

  it('is for one request: another body, or another path, is refused', async () => {
    const { request } = await startApi()
    await request('ana', 'POST /monitors', keyed('one'))
    const others = [
      await request('ana', 'POST /monitors', keyed('one', { ...monitor, every: '1m' })),
      await request('ana', 'POST /product-groups', keyed('one', {})),
    ]
    for (const { status, body } of others)
      expect([status, body.error.code]).toEqual([422, 'IDEMPOTENCY_KEY_USED'])
    expect((await request('ana', 'POST /monitors', keyed('ä'.repeat(1)))).status).toBe(400)
    expect((await request('ana', 'POST /monitors', keyed('x'.repeat(256)))).status).toBe(400)
  })

  it('lets one of many at once do it, while the others are told to come again', async () => {
    const { request, telltale } = await startApi()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => request('ana', 'POST /monitors', keyed('one'))),
    )
    const done = answers.filter(({ status }) => status === 201)
    expect(done.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1)
    for (const { status, body } of answers.filter((each) => !done.includes(each)))
      expect([status, body.error.code]).toEqual([409, 'IDEMPOTENCY_RUNNING'])
    expect((await telltale.for('ana').monitors.list()).items).toHaveLength(1)
  })

  it('keeps what the caller did wrong, but not what may go well next time', async () => {
    const { request } = await startApi({}, { quotas: { plans: { free: { monitors: 1 } } } })
    const wrong = await request('ana', 'POST /monitors', keyed('wrong', { every: 'often' }))
    const again = await request('ana', 'POST /monitors', keyed('wrong', { every: 'often' }))
    expect([again.status, again.body]).toEqual([400, wrong.body])
    const { id } = (await request('ana', 'POST /monitors', keyed('first'))).body.data
    expect((await request('ana', 'POST /monitors', keyed('second'))).status).toBe(403)
    await request('ana', `DELETE /monitors/${id}`)
    expect((await request('ana', 'POST /monitors', keyed('second'))).status).toBe(201)
  })

  it('is free again after a day', async () => {
    const clock = testClock()
    const { request } = await startApi({}, { clock })
    const first = await request('ana', 'POST /monitors', keyed('one'))
    await clock.advance(86_400_000)
    const later = await request('ana', 'POST /monitors', keyed('one'))
    expect(later.body.data.id).not.toBe(first.body.data.id)
  })
})

describe('If-Match', () => {
  it('lets a change through while the record has that version, and refuses it afterwards', async () => {
    const { request, clientOf } = await startApi()
    const created = await request('ana', 'POST /monitors', { body: monitor })
    const { id } = created.body.data
    const tag = created.headers.get('etag') ?? ''
    const patch = (headers: Record<string, string>) =>
      request('ana', `PATCH /monitors/${id}`, { body: { name: 'mine' }, headers })
    const changed = await patch({ 'if-match': tag })
    expect([tag, changed.status, changed.headers.get('etag')]).toEqual(['"1"', 200, '"2"'])
    const late = await patch({ 'if-match': tag })
    expect([late.status, late.body.error.code]).toEqual([412, 'VERSION_CHANGED'])
    expect(late.body.error.message).toContain('has the version 2, not 1')
    expect((await patch({ 'if-match': 'W/"2"' })).status).toBe(412)
    expect((await patch({ 'if-match': '"1", "2"' })).status).toBe(400)
    expect((await patch({ 'if-match': '*' })).status).toBe(200)
    expect((await patch({})).status).toBe(200)
    const client = clientOf('ana')
    await expect(client.monitors.delete(id, { ifVersion: 1 })).rejects.toMatchObject({ status: 412 })
    await client.monitors.delete(id, { ifVersion: 4 })
  })

  it('is refused where it is not heeded, rather than overlooked', async () => {
    const { request } = await startApi()
    const { status, body } = await request('ana', 'POST /monitors', {
      body: monitor,
      headers: { 'if-match': '"1"' },
    })
    expect([status, body.error.issues[0].path]).toEqual([400, 'If-Match'])
  })
})
