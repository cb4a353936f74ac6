import { type BackupOptions, exportRows, type Runtime } from '../runtime/index.js'

/** What the law gives a person of their data: a copy, and its end. */
export interface Privacy {
  /**
   * Gives all that belongs to an owner as it stands at one moment, as NDJSON, some at a time: records, histories,
   * events, what waits to be delivered, counters. It has the form of a backup, so `backup.import` puts it back.
   *
   * @throws `ValidationError` when the owner's name or an option is wrong.
   */
  export(ownerId: string, options?: BackupOptions): AsyncIterable<Uint8Array>
  /**
   * Removes all that belongs to an owner, in one transaction; whoever calls for them afterwards begins with nothing.
   * Resolves to how many of each kind there were, by the table's name: `{ monitors: 2, checks: 910, events: 1005, … }`.
   *
   * @throws `ValidationError` when the owner's name is wrong.
   */
  erase(ownerId: string): Promise<Readonly<Record<string, number>>>
}

/** Makes what cares for owners' data; `checkOwner` refuses what is no owner of the host's. */
export function createPrivacy(runtime: Runtime, checkOwner: (ownerId: string) => string): Privacy {
  return {
    export: async function* (owner, options = {}) {
      const ownerId = checkOwner(owner)
      yield* exportRows(runtime, 'telltale.privacy.export', options, { ownerId })
    },
    erase: (owner) => runtime.run(() => runtime.storage.erase(checkOwner(owner))),
  }
}
