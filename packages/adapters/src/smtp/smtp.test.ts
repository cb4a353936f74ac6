import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { type AdapterSamples, adapterCases, type RecordedRequest } from '@telltale/core/testing'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { sampleNotification } from '../delivering/testing/deliver.js'
import { seen } from '../delivering/testing/read.js'
import { certificate } from '../probing/testing/certificate.js'
import { type SmtpOptions, smtp } from './index.js'
import { contextTo } from './testing/context.js'

const options = { host: 'mail.shop.example', from: 'Shop <alerts@shop.example>', security: 'none' } as const
const auth = { user: 'shop', password: 'secret-password' }
const destination = { email: 'ana@shop.example', name: 'Ana' }

const answerWith = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode })

/** Starts a mail server that keeps what it gets. */
async function mailServer(options: SMTPServerOptions = {}) {
  const requests: RecordedRequest[] = []
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: options.key ? [] : ['STARTTLS'],
    logger: false,
    onData: (stream, { envelope }, done) => {
      void text(stream).then((body) => {
        const path = envelope.rcptTo.map(({ address }) => address).join()
        requests.push({ method: 'DATA', path, query: new URLSearchParams(), headers: {}, body })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as { port: number }
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { port, requests, close }
}

/** Starts a server that greets and then says nothing, or breaks the line. */
async function rudeServer(isSilent: boolean) {
  const requests: RecordedRequest[] = []
  const sockets = new Set<{ destroy(): void }>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    requests.push({ method: '', path: '', query: new URLSearchParams(), headers: {}, body: '' })
    if (isSilent) socket.write('220 mail.shop.example\r\n')
    else socket.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { port, requests, close }
}

const atRecipient = (error: Error): SMTPServerOptions => ({ onRcptTo: (_, __, done) => done(error) })
const behaviors = {
  accepting: () => mailServer(),
  refusing: () => mailServer(atRecipient(answerWith(550, '5.7.1 refused by policy'))),
  busy: () => mailServer(atRecipient(answerWith(451, '4.7.1 Greylisting in action, come back later'))),
  gone: () => mailServer(atRecipient(answerWith(550, '5.1.1 No such user here'))),
  silent: () => rudeServer(true),
  cutting: () => rudeServer(false),
}

const samples: AdapterSamples = {
  channel: {
    destination,
    wrong: [
      {},
      { email: 'ana' },
      { email: 'ana@shop.example\r\nBcc: x@y.example' },
      { email: 'a@b.c, d@e.f' },
    ],
    service: {
      behaviors: Object.keys(behaviors) as (keyof typeof behaviors)[],
      start: (behavior) => behaviors[behavior as keyof typeof behaviors](),
    },
    read: async ({ body }) => {
      const { subject, text: plain = '', headers, html } = await simpleParser(body)
      expect([...headers.keys()]).not.toContain('bcc')
      const active = [...String(html).matchAll(/<a href="([^"]*)"|<(script|img)/g)]
      return {
        text: seen(subject, plain),
        active: active.map(([, url, tag]) => (url ?? tag ?? '').replaceAll('&amp;', '&')),
      }
    },
    messageId: /^<[0-9a-f]{32}@shop\.example>$/,
    idOf: ({ body }) => /^Message-ID: (.*)$/im.exec(body)?.[1],
  },
}

describe('smtp', () => {
  for (const { name, run } of adapterCases(() => smtp({ ...options, timeoutMs: 1_500 }), samples))
    it(name, run)

  const opened: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close()
  })

  async function send(given: Partial<SmtpOptions>, server: SMTPServerOptions, notification = {}) {
    const started = await mailServer(server)
    opened.push(started)
    const adapter = smtp({ ...options, ...given })
    const delivery = { notification: { ...sampleNotification, ...notification }, destination, attempt: 1 }
    const receipt = await adapter.channel.deliver(delivery, contextTo(started.port))
    return { receipt, mail: await simpleParser(started.requests[0]?.body ?? ''), requests: started.requests }
  }

  it('upgrades the connection and signs in', async () => {
    const pair = await certificate({}, ['mail.shop.example'])
    const secure: SMTPServerOptions = {
      ...pair,
      authOptional: false,
      onAuth: ({ username, password }, session, done) => {
        if (session.secure && username === auth.user && password === auth.password)
          done(null, { user: 'shop' })
        else done(answerWith(535, `5.7.8 not ${password}`))
      },
    }
    const given = { security: 'starttls', auth, ca: [pair.cert] } as const
    expect((await send(given, secure)).requests[0]?.path).toBe('ana@shop.example')
    const implicit = { ...secure, secure: true }
    expect((await send({ ...given, security: 'tls' }, implicit)).requests).toHaveLength(1)
    const wrong = send({ ...given, auth: { ...auth, password: 'another-password' } }, secure)
    await expect(wrong).rejects.toThrow('535 5.7.8 not REDACTED')
    await expect(wrong).rejects.toMatchObject({ code: 'DELIVERY_REFUSED', retryable: false })
    await expect(send({ ...given, ca: [] }, secure)).rejects.toMatchObject({ retryable: false })
    await expect(send({ security: 'starttls' }, {})).rejects.toThrow('offers no TLS that can be trusted')
  })

  it('sends text and HTML with the picture, and ends by one click', async () => {
    const { mail, receipt } = await send(
      { replyTo: 'help@shop.example' },
      {},
      {
        html: '<!doctype html><p>Down <img src="cid:image" alt="A chart"></p>',
        image: { png: Buffer.from('PNG'), description: 'A chart' },
        links: [
          { effect: 'unsubscribe', label: 'End these mails', url: 'https://telltale.example/end?code=1' },
        ],
      },
    )
    expect(mail.text).toBe(
      'It answers with status 503.\nLatency: 604 ms\n\nEnd these mails:\nhttps://telltale.example/end?code=1',
    )
    expect(mail.html).toContain('data:image/png;base64,')
    expect(mail.messageId).toBe(receipt.messageId)
    expect(mail.to).toMatchObject({ text: '"Ana" <ana@shop.example>' })
    expect(mail.replyTo).toMatchObject({ text: 'help@shop.example' })
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://telltale.example/end?code=1' },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    })
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.date).toEqual(new Date(sampleNotification.at))
  })

  it('signs by DKIM', async () => {
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
    const dkim = { domainName: 'shop.example', keySelector: 'telltale', privateKey }
    const { requests } = await send({ dkim }, {})
    expect(requests[0]?.body).toMatch(
      /^DKIM-Signature: v=1; a=rsa-sha256;[^:]*d=shop\.example;[^:]*s=telltale;/,
    )
  })

  it.each([
    [{ from: 'Shop' }, 'smtp: from'],
    [{ from: 'Shop\r\nBcc: x@y.example <alerts@shop.example>' }, 'smtp: from'],
    [{ security: 'ssl' }, 'smtp: security'],
    [
      { dkim: { domainName: 'a.example', keySelector: 'a', privateKey: '-----BEGIN NO KEY' } },
      'smtp: dkim.privateKey',
    ],
  ])('refuses %j, naming the option', (wrong, part) => {
    expect(() => smtp({ ...options, ...wrong } as never)).toThrow(part)
  })
})
