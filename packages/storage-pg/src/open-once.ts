import { StorageError } from '@telltale/core'

/** Returns the handler of an import that fails, which says what to install. */
export const packageMissing = (name: string) => (cause: unknown) => {
  throw new StorageError(`the package '${name}' could not be loaded; install it`, { cause })
}

/** Opens something at the first use. After a failure, the next use tries again. */
export function openOnce<Opened>(open: () => Promise<Opened>, end: (opened: Opened) => Promise<void>) {
  let opened: Promise<Opened> | undefined
  return {
    open: () => {
      opened ??= open().catch((cause) => {
        opened = undefined
        throw cause
      })
      return opened
    },
    end: async () => {
      const last = await opened?.catch(() => undefined)
      if (last) await end(last)
    },
  }
}
