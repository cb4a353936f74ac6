import { AdapterError } from '../errors/index.js'
import type { BaseRecord, Tables } from '../ports/index.js'
import { secretUrlsTable } from '../records/secret-url-records.js'
import { publicUrl, secretsOfUrl, withSecretsOf } from '../secrets/index.js'

/** A record with the URL of a target. */
export interface UrlRecord extends BaseRecord {
  /** The URL without its secrets. */
  readonly url: string
  /** `true` when the URL has secrets, which are kept apart. */
  readonly hasUrlSecrets?: boolean
}

/** The members of a record that its URL decides. */
export const urlMembers = (url: string): Pick<UrlRecord, 'url' | 'hasUrlSecrets'> =>
  secretsOfUrl(url).length > 0 ? { url: publicUrl(url), hasUrlSecrets: true } : { url }

/** Stores the secrets of a record's URL, or removes those that it had. */
export async function storeUrlSecrets(tables: Tables, record: BaseRecord, url: string): Promise<void> {
  const secrets = tables.collection(secretUrlsTable)
  const stored = await secrets.get(record.ownerId, record.id)
  if (secretsOfUrl(url).length === 0) {
    if (stored) await secrets.delete(record.ownerId, [record.id])
  } else if (stored) await secrets.write([{ update: { ...stored, url, updatedAt: record.updatedAt } }])
  else {
    const { id, ownerId, createdAt, updatedAt } = record
    await secrets.write([{ insert: { id, ownerId, version: 1, createdAt, updatedAt, url } }])
  }
}

/** Removes the secrets of a record's URL. */
export async function removeUrlSecrets(tables: Tables, ownerId: string, id: string): Promise<void> {
  await tables.collection(secretUrlsTable).delete(ownerId, [id])
}

/** Returns a URL that the owner gives anew, with the stored secrets that he does not see. */
export async function completeUrl(tables: Tables, record: UrlRecord, given: string): Promise<string> {
  const stored = await tables.collection(secretUrlsTable).get(record.ownerId, record.id)
  return stored ? withSecretsOf(given, stored.url) : given
}

/** Reads the whole URL of a record. Resolves to `undefined` when its secrets are gone. */
export async function wholeUrl(
  tables: Tables,
  { id, ownerId, url, hasUrlSecrets }: UrlRecord,
): Promise<string | undefined> {
  return hasUrlSecrets ? (await tables.collection(secretUrlsTable).get(ownerId, id))?.url : url
}

/** Returns the error of a record whose URL lost its secrets: no backup has them. */
export const urlSecretsGone = ({ url }: Pick<UrlRecord, 'url'>): AdapterError =>
  new AdapterError(
    `the login or the keys of ${url} are not stored, since no backup contains them; set its URL once more`,
  )
