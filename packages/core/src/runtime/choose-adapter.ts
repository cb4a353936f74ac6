import { ValidationError } from '../errors/index.js'
import type { Adapter } from '../ports/index.js'

/** The capabilities that choose an adapter by URL. */
type UrlCapability = 'probe' | 'products'

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

/**
 * The adapter with the id that is wanted or, when none is, the first that knows the URL.
 *
 * @throws `ValidationError` when there is none, naming those there are.
 */
export function chooseAdapter<Name extends UrlCapability>(
  adapters: readonly Adapter[],
  capability: Name,
  url: URL,
  wanted: string | undefined,
  where: string,
): AdapterWith<Name> {
  const able = adaptersWith(adapters, capability)
  const chosen = able.find((adapter) =>
    wanted === undefined ? adapter[capability].matches(url) : adapter.id === wanted,
  )
  if (chosen) return chosen
  const known = `adapters with \`${capability}\`: ${adapterNames(able)}`
  const issue =
    wanted === undefined
      ? { path: 'url', message: `no adapter knows ${url.href}; ${known}` }
      : { path: 'adapter', message: `no adapter with \`${capability}\` is called '${wanted}'; ${known}` }
  throw new ValidationError(where, [issue])
}
