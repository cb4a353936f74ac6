import { type BackupOptions, exportRows, type RecurringWork, type Runtime } from '../runtime/index.js'

/** The rights of a person to their data: a copy of it, and its erasure. */
export interface Privacy {
  /**
   * Exports all data of an owner as of one moment, as a stream of NDJSON: records, histories, events and counters. It has
   * the format of a backup, so `backup.import` restores it.
   *
   * @throws `ValidationError` when the owner's name or an option is wrong.
   */
  export(ownerId: string, options?: BackupOptions): AsyncIterable<Uint8Array>
  /**
   * Erases all data of an owner in one transaction. Calls for this owner afterwards start with nothing. Resolves to the
   * number of rows removed by table: `{ monitors: 2, checks: 910, events: 1005, … }`.
   *
   * @throws `ValidationError` when the owner's name is wrong.
   */
  erase(ownerId: string): Promise<Readonly<Record<string, number>>>
}

/**
 * Makes the privacy service.
 *
 * @param works - the recurring work, which forgets an owner who was erased.
 * @param checkOwner - throws for names that are no owner of the host.
 */
export function createPrivacy(
  runtime: Runtime,
  works: readonly RecurringWork[],
  checkOwner: (ownerId: string) => string,
): Privacy {
  return {
    export: async function* (owner, options = {}) {
      const ownerId = checkOwner(owner)
      yield* exportRows(runtime, 'telltale.privacy.export', options, { ownerId })
    },
    erase: (owner) =>
      runtime.run(async () => {
        const ownerId = checkOwner(owner)
        const removals = await Promise.all(works.map((work) => work.removalOf(ownerId)))
        const erased = await runtime.storage.erase(ownerId)
        for (const remove of removals) await remove()
        return erased
      }),
  }
}
