import { AdapterError, ValidationError } from '../errors/index.js'
import { type BaseRecord, everyOwner, type Tables } from '../ports/index.js'
import { secretsTable } from '../records/secret-records.js'
import { publicUrl, type SecretBox, secretsOfUrl, withSecretsOf } from '../secrets/index.js'
import { everyRecord } from './every-record.js'
import type { Runtime } from './runtime.js'

/** A record with the URL of a target. */
export interface UrlRecord extends BaseRecord {
  /** The URL without its secrets. */
  readonly url: string
  /** `true` when the URL has secrets, which are kept apart. */
  readonly hasUrlSecrets?: boolean
}

/** The secrets of one record. */
export interface RecordSecrets {
  /** The whole URL; absent when it has no secrets. */
  readonly url?: string
  /** The secret texts of its settings, by their paths as JSON; absent when there are none. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The members of a record that its URL decides. */
export const urlMembers = (url: string): Pick<UrlRecord, 'url' | 'hasUrlSecrets'> =>
  secretsOfUrl(url).length > 0 ? { url: publicUrl(url), hasUrlSecrets: true } : { url }

/** Returns the secrets of a record that has none but those of its URL. */
export const secretsIn = (url: string): RecordSecrets => (secretsOfUrl(url).length > 0 ? { url } : {})

/**
 * Requires the host's key where something is secret.
 *
 * @throws `ValidationError` with the line to write.
 */
export function requireSecretKey(
  { secretBox }: Pick<Runtime, 'secretBox'>,
  call: string,
  path: string,
): SecretBox {
  if (secretBox) return secretBox
  const message =
    'is secret, and is stored only with a key: createTelltale({ secretKey: process.env.TELLTALE_SECRET_KEY }), ' +
    'at least 32 bytes, such as from `openssl rand -base64 32`'
  throw new ValidationError(call, [{ path, message }])
}

/** Stores the secrets of a record in place of those that it had. `box` may be absent when there are none. */
export async function storeSecrets(
  tables: Tables,
  box: SecretBox | undefined,
  record: BaseRecord,
  secrets: RecordSecrets,
): Promise<void> {
  const sealedSecrets = tables.collection(secretsTable)
  const { id, ownerId, createdAt, updatedAt } = record
  const stored = await sealedSecrets.get(ownerId, id)
  if (!box || (secrets.url === undefined && secrets.settings === undefined)) {
    if (stored) await sealedSecrets.delete(ownerId, [id])
    return
  }
  const sealed = box.seal(JSON.stringify(secrets), purposeOf(record))
  const insert = { id, ownerId, version: 1, createdAt, updatedAt, ...sealed }
  await sealedSecrets.write([stored ? { update: { ...stored, updatedAt, ...sealed } } : { insert }])
}

/** Reads the secrets of a record; those that it lost, as in a backup, are absent. */
export async function readSecrets(
  tables: Tables,
  box: SecretBox | undefined,
  record: Pick<BaseRecord, 'id' | 'ownerId'>,
): Promise<RecordSecrets> {
  const stored = await tables.collection(secretsTable).get(record.ownerId, record.id)
  if (!stored) return {}
  if (box) return JSON.parse(box.open(stored, purposeOf(record))) as RecordSecrets
  throw new AdapterError('a stored secret cannot be decrypted without createTelltale({ secretKey })')
}

/** Removes the secrets of a record. */
export async function removeSecrets(tables: Tables, ownerId: string, id: string): Promise<void> {
  await tables.collection(secretsTable).delete(ownerId, [id])
}

/** Encrypts every secret anew that another key than the host's first one had encrypted. */
export async function sealAnew(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { storage, secretBox } = runtime
  if (!secretBox) return
  const secrets = storage.collection(secretsTable)
  for await (const stored of everyRecord(secrets, everyOwner)) {
    if (signal.aborted) return
    if (stored.keyId === secretBox.keyId) continue
    try {
      const text = secretBox.open(stored, purposeOf(stored))
      await secrets.write([{ update: { ...stored, ...secretBox.seal(text, purposeOf(stored)) } }])
    } catch (cause) {
      runtime.report(cause, 'the change of the secret key')
    }
  }
}

const purposeOf = ({ ownerId, id }: Pick<BaseRecord, 'id' | 'ownerId'>): string => `${ownerId}/${id}`

/** Returns a URL that the owner gives anew, with the stored secrets that he does not see. */
export const completeUrl = (given: string, { url }: RecordSecrets): string =>
  url === undefined ? given : withSecretsOf(given, url)

/** Reads the whole URL of a record. Resolves to `undefined` when its secrets are gone. */
export async function wholeUrl(
  { storage, secretBox }: Pick<Runtime, 'storage' | 'secretBox'>,
  record: UrlRecord,
): Promise<string | undefined> {
  return record.hasUrlSecrets ? (await readSecrets(storage, secretBox, record)).url : record.url
}

/** Returns the error of a record whose URL lost its secrets: no backup has them. */
export const urlSecretsGone = ({ url }: Pick<UrlRecord, 'url'>): AdapterError =>
  new AdapterError(
    `the login or the keys of ${url} are not stored, since no backup contains them; set its URL once more`,
  )
