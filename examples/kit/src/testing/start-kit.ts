import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTelltale } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { pino } from 'pino'
import { type RunningServer, type StartOptions, startServer } from '../server/start-server.js'
import { type Environment, readServerSettings } from '../settings/index.js'

/** A server of the kit alone, over an embedded database in a folder that is removed at the end. */
export interface StartedKit extends RunningServer {
  /** Stops the server and removes its folder. */
  end(): Promise<void>
}

/** Starts the kit's server for tests. */
export async function startKit(
  environment: Environment = {},
  options: Partial<StartOptions> = {},
): Promise<StartedKit> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-kit-'))
  const settings = readServerSettings({ STAGE: 'test', PORT: '0', DATA_FOLDER: folder, ...environment })
  const server = await startServer({
    settings,
    createTelltale: ({ storage, secretKey }) => createTelltale({ storage, secretKey }),
    log: pino({ level: 'silent' }),
    ...options,
  })
  const end = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...server, end }
}

/** An answer in the envelope. */
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly data: any
  readonly error: { readonly code: string; readonly message: string } | null
  readonly headers: Headers
}

/** A browser without a screen: it keeps the cookie, and sends the origin of the app. */
export class Browser {
  readonly #url: string
  readonly origin: string
  cookie = ''

  constructor(url: string) {
    this.#url = url
    this.origin = new URL(url).origin
  }

  /** Sends a request, and keeps the cookies of its answer. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const json = body === undefined ? undefined : JSON.stringify(body)
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        origin: this.origin,
        ...defined({
          cookie: this.cookie || undefined,
          'content-type': json && 'application/json',
        }),
        ...headers,
      },
      ...defined({ body: json }),
    })
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? ''
    const text = await response.text()
    const answer = text.startsWith('{"success"') ? JSON.parse(text) : { data: text, error: null }
    return { status: response.status, headers: response.headers, data: answer.data, error: answer.error }
  }

  /** Registers a user, who is signed in then. Resolves to their id. */
  async register(name: string): Promise<string> {
    const email = `${name}@shop.example`
    const { data } = await this.send('POST', '/api/register', { name, email, password: passwordOf(name) })
    return data.id
  }
}

/** The password of a user of these tests. */
export const passwordOf = (name: string): string => `the password of ${name}`
