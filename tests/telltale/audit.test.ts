import { defined } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'

describe('the audit log', () => {
  it('stores who did what to which record, and lists it newest first, a page at a time', async () => {
    const { telltale, clock } = startTelltale()
    const { audit } = telltale.for('ana')
    const deletion = { what: 'deleted', record: 'm-1', details: { by: 'hand' } }
    for (const entry of [{ what: 'invited' }, { what: 'changed' }, deletion]) {
      await audit.write({ who: 'user 7', ...entry })
      await clock.advance(1_000)
    }
    const { items, next } = await audit.list({ limit: 2 })
    expect(items).toEqual([
      expect.objectContaining({
        ownerId: 'ana',
        who: 'user 7',
        what: 'deleted',
        record: 'm-1',
        details: { by: 'hand' },
      }),
      { id: expect.any(String), ownerId: 'ana', at: clock.now() - 2_000, who: 'user 7', what: 'changed' },
    ])
    const rest = await audit.list({ limit: 2, ...defined({ after: next }) })
    expect(rest.items.map(({ what }) => what)).toEqual(['invited'])
    expect(rest.next).toBeUndefined()
    expect((await audit.list({ from: clock.now() - 2_000, to: clock.now() - 1_000 })).items).toHaveLength(1)
  })

  it('belongs to one owner', async () => {
    const { telltale } = startTelltale()
    await telltale.for('ana').audit.write({ who: 'ana', what: 'looked' })
    expect((await telltale.for('bo').audit.list()).items).toEqual([])
    expect((await telltale.audit.list()).items).toEqual([])
  })

  it('accepts any text, and refuses empty ones', async () => {
    const { audit } = startTelltale().telltale
    const { what } = await audit.write({ who: 'ana', what: 'a\0b 🚗' })
    expect(what).toBe('a\ufffdb 🚗')
    const refused = { code: 'VALIDATION' }
    await expect(audit.write({ who: '', what: 'x' })).rejects.toMatchObject(refused)
    await expect(audit.write({ who: 'x'.repeat(201), what: 'x' })).rejects.toMatchObject(refused)
    await expect(audit.write({ who: 'ana' } as never)).rejects.toThrow(/audit\.write: .*what/)
    await expect(audit.write({ who: 'ana', what: 'x', details: () => 1 })).rejects.toMatchObject(refused)
    await expect(audit.write({ who: 'ana', what: 'x', at: 5 } as never)).rejects.toMatchObject(refused)
    expect((await audit.list()).items).toHaveLength(1)
  })
})
