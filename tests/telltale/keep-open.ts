import type { Storage } from '@telltale/core/ports'

/** Wraps a storage that several Telltales share, so that closing one of them does not close it. */
export function keepOpen(storage: Storage): Storage {
  return new Proxy(storage, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (name === 'close') return async () => {}
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
