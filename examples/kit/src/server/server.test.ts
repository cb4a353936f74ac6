import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, passwordOf, type StartedKit, startKit } from '../testing/start-kit.js'

const jwtSecret = 'the secret of access tokens, of these tests'
const admin = { ADMIN_EMAIL: 'root@shop.example', ADMIN_PASSWORD: passwordOf('root') }
let kit: StartedKit
beforeAll(async () => {
  kit = await startKit({ JWT_SECRET: jwtSecret, ...admin })
}, 60_000)
afterAll(() => kit.end())

const open = () => new Browser(kit.url)
const signIn = async (name: string) => {
  const browser = open()
  await browser.send('POST', '/api/sign-in', { email: `${name}@shop.example`, password: passwordOf(name) })
  return browser
}

describe('an account', () => {
  it('is registered and signed in by a cookie that no script reads, and signed out at once', async () => {
    const browser = open()
    const given = { name: 'Ana', email: 'Ana@shop.example', password: passwordOf('ana') }
    const registered = await browser.send('POST', '/api/register', given)
    expect(registered).toMatchObject({ status: 201, data: { name: 'Ana', email: 'ana@shop.example' } })
    expect(registered.headers.get('set-cookie')).toMatch(/Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax/)
    expect(JSON.stringify(registered.data)).not.toContain(browser.cookie.split('=')[1]?.split('.')[0])
    expect((await browser.send('GET', '/api/session')).data).toMatchObject({
      email: 'ana@shop.example',
      role: 'user',
    })
    const { cookie } = browser
    expect((await browser.send('POST', '/api/sign-out', {})).status).toBe(200)
    expect((await open().send('GET', '/api/session', undefined, { cookie })).data).toBeNull()
  })

  it.each([
    ['an e-mail address that is taken, whatever its case', { email: 'ROOT@shop.example' }, 409, 'CONFLICT'],
    ['a short password', { password: 'short' }, 400, 'VALIDATION'],
    ['no e-mail address', { email: 'nobody' }, 400, 'VALIDATION'],
    ['a role', { role: 'admin' }, 400, 'VALIDATION'],
  ])('is refused with %s', async (_name, changes, status, code) => {
    const given = { name: 'Eve', email: 'eve@shop.example', password: passwordOf('eve'), ...changes }
    const { status: answered, error } = await open().send('POST', '/api/register', given)
    expect([answered, error?.code]).toEqual([status, code])
  })

  it('is not told from one that does not exist by a wrong password', async () => {
    const attempt = (email: string) =>
      open().send('POST', '/api/sign-in', { email, password: 'a wrong password' })
    const [known, unknown] = [await attempt('root@shop.example'), await attempt('nobody@shop.example')]
    expect(known.status).toBe(401)
    expect([unknown.status, unknown.error?.message]).toEqual([known.status, known.error?.message])
  })
})

describe('a request', () => {
  it('of another site is refused although the browser sends the cookie', async () => {
    const browser = open()
    await browser.register('bea')
    const monitor = { url: 'https://shop.example/', every: '1h' }
    const crossSite = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const refused = await browser.send('POST', '/api/monitors', monitor, crossSite)
    expect([refused.status, refused.error?.code]).toEqual([403, 'FORBIDDEN'])
    const { status } = await browser.send('POST', '/api/sign-out', {}, crossSite)
    expect(status).toBe(403)
    expect((await browser.send('GET', '/api/session')).data).not.toBeNull()
  })

  it('has an id, and the headers that browsers protect a user by', async () => {
    const { headers } = await open().send('GET', '/api/session')
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('is answered in the envelope when nothing is there, or its body is too long', async () => {
    expect(await open().send('GET', '/nothing')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    const body = { name: 'x'.repeat(1_100_000) }
    const long = await open().send('POST', '/api/register', body, { connection: 'close' })
    expect(long).toMatchObject({ status: 413, error: { code: 'TOO_LARGE' } })
  })

  it('is counted by its route', async () => {
    await open().send('GET', '/api/session')
    const { data } = await open().send('GET', '/metrics')
    expect(data).toMatch(/http_requests_total\{method="GET",route="\/api\/session",status="200"\} \d+/)
    expect(data).toContain('process_resident_memory_bytes')
  })
})

describe('an access token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (header: object, claims: object, secret = jwtSecret) => {
    const content = `${part(header)}.${part(claims)}`
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
  }
  const ask = async (token: string) =>
    (await open().send('GET', '/api/monitors', undefined, { authorization: `Bearer ${token}` })).status

  it('opens the records of its user for 24 hours', async () => {
    const browser = open()
    await browser.register('cyd')
    const { data, status } = await browser.send('POST', '/api/token', {})
    expect(status).toBe(201)
    expect(Math.abs(data.expiresAt - Date.now() - 86_400_000)).toBeLessThan(60_000)
    expect(await ask(data.token)).toBe(200)
  })

  it('is refused when it has expired, is unsigned, or was signed by another secret or name', async () => {
    const browser = open()
    const id = await browser.register('dan')
    const { data } = await browser.send('POST', '/api/token', {})
    const [head] = data.token.split('.')
    const header = JSON.parse(Buffer.from(head, 'base64url').toString())
    const seconds = Math.floor(Date.now() / 1_000)
    const claims = { sub: id, iss: 'telltale', iat: seconds, exp: seconds + 60 }
    // The test's own signature is accepted, so that what follows is refused for what it says.
    expect(await ask(sign(header, claims))).toBe(200)
    const refused = [
      sign(header, { ...claims, exp: seconds - 1 }),
      sign(header, { sub: id, iss: 'telltale' }),
      sign(header, { ...claims, iss: 'another' }),
      sign(header, { ...claims, sub: 'nobody' }),
      sign(header, claims, 'another secret of these tests, as long'),
      sign({ ...header, kid: 'unknown' }, claims),
      `${part({ ...header, alg: 'none' })}.${part(claims)}.`,
      `${data.token}x`,
      'nonsense',
    ]
    for (const token of refused) expect(await ask(token), token).toBe(401)
  })
})

describe('a key for programs', () => {
  it('reads, and writes only when it was made to; it ends when it is deleted', async () => {
    const browser = open()
    await browser.register('fay')
    const make = async (permissions: unknown) => {
      const { data } = await browser.send('POST', '/api/auth/api-key/create', { name: 'ci', permissions })
      return JSON.parse(data) as { readonly key?: string; readonly id: string }
    }
    const reading = await make(undefined)
    const use = (method: string, body?: unknown) =>
      open().send(method, '/api/monitors', body, { 'x-api-key': reading.key ?? '' })
    expect((await use('GET')).status).toBe(200)
    const write = await use('POST', { url: 'https://shop.example/', every: '1h' })
    expect([write.status, write.error?.code]).toEqual([403, 'FORBIDDEN'])
    await browser.send('POST', '/api/auth/api-key/delete', { keyId: reading.id })
    expect((await use('GET')).status).toBe(401)
  })
})

describe('users', () => {
  it('are seen by an admin and themselves; to others there are none', async () => {
    const [gus, hal, root] = [open(), open(), await signIn('root')]
    const [gusId] = [await gus.register('gus'), await hal.register('hal')]
    expect((await gus.send('GET', `/api/users/${gusId}`)).data).toMatchObject({ id: gusId, role: 'user' })
    expect((await root.send('GET', `/api/users/${gusId}`)).data).toMatchObject({ email: 'gus@shop.example' })
    const [foreign, missing] = [
      await hal.send('GET', `/api/users/${gusId}`),
      await hal.send('GET', '/api/users/no'),
    ]
    expect([foreign.status, missing.status]).toEqual([404, 404])
    expect(foreign.error?.message).toBe(missing.error?.message.replace("'no'", `'${gusId}'`))
    expect((await hal.send('GET', '/api/users')).status).toBe(403)
    expect((await open().send('GET', '/api/users')).status).toBe(401)
    const page = (await root.send('GET', '/api/users?limit=1')).data
    expect(page.items).toHaveLength(1)
    expect((await root.send('GET', `/api/users?limit=1&after=${page.next}`)).data.items[0].id).not.toBe(
      page.items[0].id,
    )
  })

  it('are banned by an admin alone, and are out at once', async () => {
    const [ida, root] = [open(), await signIn('root')]
    const id = await ida.register('ida')
    expect((await ida.send('PUT', `/api/users/${id}`, { role: 'admin' })).status).toBe(403)
    expect((await ida.send('PUT', `/api/users/${id}`, { name: 'Ida B.' })).data.name).toBe('Ida B.')
    expect((await root.send('PUT', `/api/users/${id}`, { isBanned: true })).data.isBanned).toBe(true)
    expect((await ida.send('GET', '/api/monitors')).status).toBe(401)
    const { items } = await kit.telltale.for(id).audit.list()
    expect(items.map(({ what }) => what)).toEqual(['user.changed'])
  })

  it('take all of their data with them, and can have it before', async () => {
    const [jan, root] = [open(), await signIn('root')]
    const id = await jan.register('jan')
    await kit.telltale.for(id).audit.write({ who: 'jan', what: 'note.written' })
    const exported = await jan.send('GET', `/api/users/${id}/export`)
    expect(exported.headers.get('content-type')).toBe('application/x-ndjson')
    expect(exported.data).toContain('note.written')
    expect((await jan.send('DELETE', `/api/users/${id}`)).status).toBe(200)
    expect((await jan.send('GET', '/api/session')).data).toBeNull()
    expect((await root.send('GET', `/api/users/${id}`)).status).toBe(404)
    const again = await open().send('POST', '/api/sign-in', {
      email: 'jan@shop.example',
      password: passwordOf('jan'),
    })
    expect(again.status).toBe(401)
  })
})
