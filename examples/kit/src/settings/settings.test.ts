import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { completeSecrets, environmentExample, readServerSettings, serverSettings } from './index.js'

const secrets = {
  AUTH_SECRET: 'a'.repeat(32),
  JWT_SECRET: 'b'.repeat(32),
  TELLTALE_SECRET_KEY: 'c'.repeat(32),
}

describe('settings', () => {
  it('have default values, and take an empty variable for an absent one', () => {
    expect(
      readServerSettings({ PORT: '', ALLOWED_ORIGINS: 'https://a.example, https://b.example' }),
    ).toMatchObject({
      STAGE: 'dev',
      PORT: 3_000,
      ALLOWED_ORIGINS: ['https://a.example', 'https://b.example'],
    })
  })

  it('name every variable that is wrong, and what was expected', () => {
    const read = () =>
      readServerSettings({ PORT: '99999', STAGE: 'live', DATABASE_URL: 'mysql://x', JWT_SECRET: 'x' })
    for (const part of [
      /PORT .*from 0 to 65535/,
      /STAGE .*'dev'/,
      /DATABASE_URL .*postgres/,
      /JWT_SECRET .*32/,
    ])
      expect(read).toThrow(part)
  })

  it('refuse to start in prod without their secrets', () => {
    expect(() => readServerSettings({ STAGE: 'prod', ...secrets, JWT_SECRET: '' })).toThrow(
      /JWT_SECRET must be set/,
    )
    expect(readServerSettings({ STAGE: 'prod', ...secrets }).JWT_SECRET).toBe(secrets.JWT_SECRET)
  })

  it('are an example that reads back as the defaults', () => {
    const example = environmentExample(serverSettings)
    const lines = example.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    const environment = Object.fromEntries(lines.map((line) => line.split('=', 2)))
    expect(readServerSettings(environment)).toEqual(readServerSettings({}))
    for (const name of Object.keys(serverSettings)) expect(example).toMatch(new RegExp(`^(# )?${name}=`, 'm'))
  })
})

describe('secrets of development', () => {
  const openFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-secrets-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return folder
  }

  it('are made once, and only their user can read them', async () => {
    const settings = readServerSettings({ DATA_FOLDER: await openFolder(), JWT_SECRET: secrets.JWT_SECRET })
    const [first, second] = [await completeSecrets(settings), await completeSecrets(settings)]
    expect(second).toEqual(first)
    expect(first.JWT_SECRET).toBe(secrets.JWT_SECRET)
    expect(first.AUTH_SECRET).not.toBe(first.TELLTALE_SECRET_KEY)
    const path = join(settings.DATA_FOLDER, 'secrets.json')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(path, 'utf8')).AUTH_SECRET).toBe(first.AUTH_SECRET)
  })

  it('are not replaced when their file is damaged', async () => {
    const settings = readServerSettings({ DATA_FOLDER: await openFolder() })
    await writeFile(join(settings.DATA_FOLDER, 'secrets.json'), '{"AUTH_SECRET": ')
    await expect(completeSecrets(settings)).rejects.toThrow(/damaged/)
  })
})
