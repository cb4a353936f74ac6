import { createECDH, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { channelVariables } from './environment.js'
import { channelsFromEnvironment } from './index.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
const vapid = createECDH('prime256v1')
vapid.generateKeys()

const whole: Readonly<Record<string, string>> = {
  SMTP_HOST: 'mail.shop.example',
  SMTP_FROM: 'Shop <alerts@shop.example>',
  SMTP_PORT: '465',
  SMTP_SECURITY: 'tls',
  SMTP_USER: 'shop',
  SMTP_PASSWORD: 'secret',
  TELEGRAM_BOT_TOKEN: '123456789:AAExampleTokenOfABotThatIsNone00000',
  SLACK_BOT_TOKEN: 'xoxb-1',
  NTFY_URL: 'https://ntfy.shop.example',
  NTFY_TOKEN: 'tk_1',
  PUSHOVER_TOKEN: 'token',
  GOTIFY_URL: 'https://gotify.shop.example',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM: '+15005550006',
  TWILIO_API_KEY: `SK${'0'.repeat(32)}`,
  FCM_PROJECT_ID: 'shop-12345',
  FCM_CLIENT_EMAIL: 'telltale@shop.iam.gserviceaccount.com',
  FCM_PRIVATE_KEY: rsa.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n'),
  VAPID_SUBJECT: 'mailto:ops@shop.example',
  VAPID_PUBLIC_KEY: vapid.getPublicKey('base64url'),
  VAPID_PRIVATE_KEY: vapid.getPrivateKey('base64url'),
  ALERTMANAGER_URL: 'http://alertmanager.internal:9093',
  ALERTMANAGER_USER: 'shop',
  ALERTMANAGER_PASSWORD: 'secret',
  ALERTMANAGER_TOKEN: 'token',
  APPRISE_URL: 'http://apprise.internal:8000',
}

it('makes each channel of its variables, and none without them', () => {
  const ids = Object.keys(channelVariables)
  expect(channelsFromEnvironment(whole).map(({ id }) => id)).toEqual(ids)
  expect(channelsFromEnvironment({ PATH: '/bin', SMTP_HOST: ' ' })).toEqual([])
  for (const [id, { required }] of Object.entries(channelVariables)) {
    const needed = Object.fromEntries(required.map((name) => [name, whole[name]]))
    expect(channelsFromEnvironment(needed).map((each) => each.id)).toEqual([id])
  }
  expect(channelsFromEnvironment(whole)[0]?.secrets?.()).toEqual(['secret'])
})

it.each([
  [{ SMTP_HOST: 'mail.shop.example' }, 'SMTP_FROM: expected a value, since SMTP_HOST has one'],
  [{ NTFY_TOKEN: 'tk_1' }, 'NTFY_URL: expected a value, since NTFY_TOKEN has one'],
  [{ ...whole, SMTP_PORT: 'mail' }, 'smtp: port'],
])('refuses what is half set or wrong', (env, message) => {
  expect(() => channelsFromEnvironment(env)).toThrow(message)
})

it('reads the variables that docs/channels.md names, and no other', () => {
  const page = readFileSync(new URL('../../../../docs/channels.md', import.meta.url), 'utf8')
  const table = /## From the environment\n([\s\S]*?)\n## /.exec(page)?.[1] ?? ''
  const rows = [...table.matchAll(/^\| `(\w+)` +\| `(\w+)` +\| (yes)? +\|/gm)]
  const documented = rows.map(([, name, channel, needed]) => [name, channel, needed === 'yes'])
  const read = Object.entries(channelVariables).flatMap(([id, { required, optional }]) => [
    ...required.map((name) => [name, id, true]),
    ...optional.map((name) => [name, id, false]),
  ])
  expect(documented).toEqual(read)
})
