import { z } from 'zod'
import { commaList, type Environment, readSettings, type SettingsOf, type SettingsTable } from './setting.js'

const secret = z.string().min(32, 'expected at least 32 characters').optional()
const wholeNumber = (min: number, max: number, defaultValue: number) => {
  const expected = `expected a whole number from ${min} to ${max}`
  return z
    .string()
    .default(String(defaultValue))
    .transform(Number)
    .pipe(z.int(expected).min(min, expected).max(max, expected))
}

/** The settings that every app's server has. */
export const serverSettings = {
  STAGE: {
    schema: z.enum(['dev', 'test', 'prod'], "expected 'dev', 'test' or 'prod'").default('dev'),
    description: 'The stage: dev, test or prod. prod starts only with its own secrets.',
    example: 'dev',
  },
  HOST: {
    schema: z.string().default('127.0.0.1'),
    description: 'The address that the server listens on.',
    example: '127.0.0.1',
  },
  PORT: {
    schema: wholeNumber(0, 65_535, 3_000),
    description: 'The port that the server listens on; 0 takes any that is free.',
    example: '3000',
  },
  PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/, message: 'expected a URL with http: or https:' }).optional(),
    description: "The address by which browsers reach the app, where that is not the server's own.",
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, message: 'expected a postgres: URL' }).optional(),
    description: 'The PostgreSQL database. Without it, an embedded one is kept in DATA_FOLDER.',
  },
  DATA_FOLDER: {
    schema: z.string().min(1).default('./data'),
    description: 'The folder of the embedded database and of the secrets of dev.',
    example: './data',
  },
  AUTH_SECRET: {
    schema: secret,
    description: 'The secret that signs session cookies and seals stored sessions, 32 characters or more.',
  },
  JWT_SECRET: {
    schema: secret,
    description: 'The secret that signs access tokens (HS256), 32 characters or more.',
  },
  JWT_SECRET_BEFORE: {
    schema: secret,
    description: 'The secret before the current one: its tokens stay valid until they expire.',
  },
  TELLTALE_SECRET_KEY: {
    schema: secret,
    description: 'The key that encrypts the logins and keys of targets, 32 characters or more.',
  },
  ADMIN_EMAIL: {
    schema: z.email('expected an e-mail address').optional(),
    description: 'The e-mail address of the admin, whose account is made when the app starts.',
  },
  ADMIN_PASSWORD: {
    schema: z.string().min(10, 'expected at least 10 characters').max(200).optional(),
    description: "The admin's first password, 10 characters or more.",
  },
  ALLOWED_ORIGINS: {
    schema: commaList(z.url('expected origins such as https://app.example, with commas between them')),
    description: 'Further origins whose pages may call the server, with commas between them.',
  },
  TRUSTED_PROXIES: {
    schema: wholeNumber(0, 10, 0),
    description: "The number of proxies in front, which tell the caller's address in X-Forwarded-For.",
    example: '0',
  },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    description: 'The least important lines in the log: debug, info, warn, error or silent.',
    example: 'info',
  },
} as const satisfies SettingsTable

/** The settings of a server. */
export type ServerSettings = SettingsOf<typeof serverSettings>

/** The settings that are secrets, which prod must have and dev makes. */
export const secretNames = ['AUTH_SECRET', 'JWT_SECRET', 'TELLTALE_SECRET_KEY'] as const

/** A server's settings with every secret. */
export type CompleteSettings = ServerSettings & Readonly<Record<(typeof secretNames)[number], string>>

/**
 * Reads the settings of a server.
 *
 * @throws `Error` that names each variable that is wrong, and in prod each secret that is missing.
 */
export function readServerSettings(environment: Environment): ServerSettings {
  const settings = readSettings(serverSettings, environment)
  const missing = secretNames.filter((name) => settings[name] === undefined)
  if (settings.STAGE === 'prod' && missing.length > 0)
    throw new Error(
      `In prod, ${missing.join(' and ')} must be set, to 32 characters or more each, such as by: openssl rand -base64 32`,
    )
  return settings
}
