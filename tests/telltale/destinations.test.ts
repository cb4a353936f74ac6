import { randomBytes } from 'node:crypto'
import { telltaleTables } from '@telltale/core/tables'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { scriptedChannel } from './scripted-channels.js'
import { startTelltale } from './start.js'

const missing = '01890000-0000-7000-8000-000000000001'

/** Starts a host with a channel to people and one to programs. */
async function open(clock: TestClock = testClock()) {
  const storage = memoryStorage()
  const adapters = [scriptedChannel('letters', true), scriptedChannel('machines', false)]
  const secretKey = randomBytes(32)
  const { telltale } = startTelltale({ storage, clock, adapters, secretKey })
  await storage.migrate()
  const rows = async (table: string): Promise<readonly Record<string, unknown>[]> => {
    const definition = telltaleTables.collections.find(({ name }) => name === table)
    if (!definition) throw new TypeError(`no table ${table}`)
    return (await storage.collection(definition as never).page('default', { limit: 200 })).items as never
  }
  /** Returns the codes that were sent, the last one first. */
  const codes = async (): Promise<readonly string[]> =>
    (await rows('deliveries'))
      .filter(({ kind }) => kind === 'verification')
      .map(({ notice }) => (notice as { code: string }).code)
      .toReversed()
  return { telltale, destinations: telltale.alerts.destinations, rows, codes, clock }
}

/** Returns six digits that are not the code. */
const otherThan = (code: string | undefined): string => (code === '000000' ? '000001' : '000000')

describe('a destination that a person reads', () => {
  it('gets nothing but a code until its reader hands that back', async () => {
    const { destinations, codes, clock } = await open()
    const made = await destinations.create({ channel: 'letters', settings: { name: 'Ana' }, after: '10m' })
    expect(made).toMatchObject({ label: 'Ana', status: 'unverified', afterMs: 600_000, minSeverity: 'info' })
    expect(made).toMatchObject({ codeExpiresAt: clock.now() + 600_000 })
    expect(JSON.stringify(made)).not.toContain('codeHash')
    await expect(destinations.test(made.id)).rejects.toMatchObject({ code: 'CONFLICT' })
    const [code = ''] = await codes()
    expect(code).toMatch(/^\d{6}$/)
    await expect(destinations.verify(made.id, { code: otherThan(code) })).rejects.toThrow('code')
    const verified = await destinations.verify(made.id, { code })
    expect(verified).toMatchObject({ status: 'active', verifiedAt: clock.now() })
    expect(verified.codeExpiresAt).toBeUndefined()
    await expect(destinations.sendCode(made.id)).rejects.toMatchObject({ code: 'CONFLICT' })
    await destinations.test(made.id)
  })

  it('is verified by the last code alone, within 10 minutes, and by none after 5 wrong ones', async () => {
    const { destinations, codes, clock } = await open()
    const { id } = await destinations.create({ channel: 'letters', settings: { name: 'Ana' } })
    const [first = ''] = await codes()
    await destinations.sendCode(id)
    const [second = ''] = await codes()
    if (first !== second) await expect(destinations.verify(id, { code: first })).rejects.toThrow('last')
    for (let tried = first === second ? 0 : 1; tried < 5; tried++)
      await expect(destinations.verify(id, { code: otherThan(second) })).rejects.toThrow('last')
    await expect(destinations.verify(id, { code: second })).rejects.toThrow('5 wrong codes')
    await destinations.sendCode(id)
    const [third = ''] = await codes()
    await clock.advance(600_000)
    await expect(destinations.verify(id, { code: third })).rejects.toThrow('no code is open')
  })

  it('is sent 5 codes in an hour at most', async () => {
    const { destinations, clock } = await open()
    const { id } = await destinations.create({ channel: 'letters', settings: { name: 'Ana' } })
    for (let sent = 1; sent < 5; sent++) await destinations.sendCode(id)
    await expect(destinations.sendCode(id)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
    await clock.advance(3_600_000)
    await destinations.sendCode(id)
  })

  it('is verified anew at another place, and stays verified where it was', async () => {
    const { destinations, codes } = await open()
    const { id } = await destinations.create({ channel: 'letters', settings: { name: 'Ana' } })
    await destinations.verify(id, { code: (await codes())[0] ?? '' })
    const same = await destinations.update(id, { settings: { name: 'Ana' }, name: 'Me', timeZone: 'UTC' })
    expect(same).toMatchObject({ status: 'active', name: 'Me', timeZone: 'UTC' })
    const moved = await destinations.update(id, { settings: { name: 'Ben' }, name: null })
    expect(moved).toMatchObject({ status: 'unverified', label: 'Ben' })
    expect(moved.verifiedAt).toBeUndefined()
    expect(moved.name).toBeUndefined()
  })

  it('is switched off and on without another code once it was verified, and with one before', async () => {
    const { destinations, codes, rows } = await open()
    const { id } = await destinations.create({ channel: 'letters', settings: { name: 'Ana' } })
    expect(await destinations.disable(id)).toMatchObject({ status: 'disabled' })
    expect((await rows('deliveries'))[0]).toMatchObject({ status: 'suppressed' })
    expect(await destinations.enable(id)).toMatchObject({ status: 'unverified' })
    await destinations.verify(id, { code: (await codes())[0] ?? '' })
    await destinations.disable(id)
    const enabled = await destinations.enable(id)
    expect(enabled).toMatchObject({ status: 'active' })
    expect(enabled.disabledReason).toBeUndefined()
  })
})

describe('a destination of programs', () => {
  it('is active at once, with its secrets sealed apart and removed with it', async () => {
    const { destinations, rows } = await open()
    const settings = { name: 'pager', key: 'a secret of the pager' }
    const made = await destinations.create({ channel: 'machines', settings })
    expect(made).toMatchObject({ status: 'active', hasSecretSettings: true })
    expect(made.settings).toEqual({ name: 'pager', key: 'REDACTED' })
    expect(JSON.stringify([...(await rows('destinations')), ...(await rows('secrets'))])).not.toContain(
      settings.key,
    )
    expect(await rows('secrets')).toHaveLength(1)
    const masked = { settings: { name: 'other', key: 'REDACTED' } }
    await expect(destinations.update(made.id, masked)).rejects.toThrow('settings.key')
    await destinations.update(made.id, { settings: { name: 'other' } })
    expect(await rows('secrets')).toHaveLength(0)
    await expect(destinations.remove(made.id, { version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
    await destinations.remove(made.id)
    await expect(destinations.get(made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is refused with the name of what is wrong', async () => {
    const { destinations } = await open()
    const cases: [unknown, RegExp][] = [
      [{ channel: 'pigeon', settings: {} }, /channel: expected .*'letters', 'machines'/],
      [{ channel: 'machines', settings: { name: 5 } }, /settings\.name/],
      [{ channel: 'machines', settings: { name: 'a' }, after: '8d' }, /after/],
      [{ channel: 'machines', settings: { name: 'a' }, language: 'no language' }, /language/],
      [{ channel: 'machines', settings: { name: 'a' }, timeZone: 'Mars/Olympus' }, /timeZone/],
      [{ channel: 'machines', settings: { name: 'a' }, minSeverity: 'dire' }, /minSeverity/],
    ]
    for (const [options, message] of cases)
      await expect(destinations.create(options as never)).rejects.toThrow(message)
    await expect(destinations.verify(missing, { code: 'abc' })).rejects.toThrow(/code|no destination/)
  })

  it('is one of 100 at most', async () => {
    const { destinations } = await open()
    for (let made = 0; made < 100; made++)
      await destinations.create({ channel: 'machines', settings: { name: `${made}` } })
    await expect(destinations.create({ channel: 'machines', settings: { name: 'a' } })).rejects.toMatchObject(
      {
        code: 'CONFLICT',
      },
    )
    expect((await destinations.list({ status: 'active', limit: 10, total: true })).total).toBe(100)
  })
})

describe('preferences', () => {
  it('are changed member by member, and taken off with null', async () => {
    const { telltale } = await open()
    const { preferences } = telltale.alerts
    expect(await preferences.get()).toEqual({ maxAlertsPerMinute: 10 })
    const quietHours = { from: '22:00', to: '07:00', days: [1, 5] }
    await preferences.set({ quietHours, timeZone: 'Europe/Berlin', remindEvery: '1h' })
    await preferences.set({ maxAlertsPerDay: 20, timeZone: null, digest: { every: 'day', at: '08:00' } })
    expect(await preferences.get()).toEqual({
      maxAlertsPerMinute: 10,
      quietHours,
      remindEveryMs: 3_600_000,
      maxAlertsPerDay: 20,
      digest: { every: 'day', at: '08:00' },
    })
    await telltale.alerts.pauseAll({ for: '1h' })
    expect(await preferences.get()).toMatchObject({ pausedUntil: expect.any(Number), maxAlertsPerDay: 20 })
  })

  it('are refused with the name of what is wrong', async () => {
    const { telltale } = await open()
    const cases: [unknown, RegExp][] = [
      [{ quietHours: { from: '24:00', to: '07:00' } }, /quietHours\.from/],
      [{ quietHours: { from: '07:00', to: '07:00' } }, /quietHours\.to/],
      [{ digest: { every: 'minute' } }, /digest\.every/],
      [{ remindEvery: '4m' }, /remindEvery/],
      [{ timeZone: 'Mars/Olympus' }, /timeZone/],
      [{ language: 'x' }, /language/],
      [{ maxAlertsPerMinute: 0 }, /maxAlertsPerMinute/],
    ]
    for (const [patch, message] of cases)
      await expect(telltale.alerts.preferences.set(patch as never)).rejects.toThrow(message)
  })
})
