import { ValidationError } from '../errors/index.js'
import { withoutScheme } from '../options/index.js'
import type { Adapter } from '../ports/index.js'

/** The capabilities that choose an adapter by URL. */
type UrlCapability = 'probe' | 'products'

/** The criteria of {@link chooseAdapter}. */
export interface AdapterChoice<Name extends UrlCapability> {
  /** The capability that the adapter must have. */
  readonly capability: Name
  /** The URL that it must match. */
  readonly url: URL
  /**
   * The id of the adapter. A probe must know the URL all the same; a reader of pages may be named for any.
   *
   * @default the first that matches
   */
  readonly id?: string | undefined
  /** The function that was called, which begins the message of an error. */
  readonly call: string
}

/** An adapter that has a capability. */
export type AdapterWith<Name extends keyof Adapter> = Adapter & {
  readonly [Key in Name]-?: NonNullable<Adapter[Key]>
}

/** Returns the adapters that have a capability, in the host's order. */
export function adaptersWith<Name extends keyof Adapter>(
  adapters: readonly Adapter[],
  capability: Name,
): readonly AdapterWith<Name>[] {
  return adapters.filter((adapter): adapter is AdapterWith<Name> => adapter[capability] !== undefined)
}

/** Lists the ids of adapters for a message. */
export function adapterNames(adapters: readonly Adapter[]): string {
  return adapters.map(({ id }) => `'${id}'`).join(', ') || 'none; add one to `adapters`'
}

/** Asks for the URL that was meant where a host and its port were read as a scheme and a path, as in `localhost:3000`. */
function meant({ href }: URL): string {
  const url = withoutScheme(href)
  return url === undefined ? '' : `did you mean ${url}? `
}

/**
 * Chooses the adapter with an id or, without an id, the first that matches the URL.
 *
 * @throws `ValidationError` when there is none, naming the adapters with the capability.
 */
export function chooseAdapter<Name extends UrlCapability>(
  adapters: readonly Adapter[],
  { capability, url, id, call }: AdapterChoice<Name>,
): AdapterWith<Name> {
  const able = adaptersWith(adapters, capability)
  const named = id === undefined ? able : able.filter((adapter) => adapter.id === id)
  const isFree = id !== undefined && capability === 'products'
  const chosen = named.find((adapter) => isFree || adapter[capability].matches(url))
  if (chosen) return chosen
  const known = `adapters with \`${capability}\`: ${adapterNames(able)}`
  const issue =
    id === undefined || named.length > 0
      ? {
          path: 'url',
          message: `no adapter${id === undefined ? '' : ` '${id}'`} knows ${url.href}; ${meant(url)}${known}`,
        }
      : { path: 'adapter', message: `no adapter with \`${capability}\` is called '${id}'; ${known}` }
  throw new ValidationError(call, [issue])
}
