import { tcp } from '@telltale/adapters/tcp'
import type { Lookup } from '@telltale/core/http'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'

function watch(lookup: Lookup) {
  const asked: string[] = []
  const { telltale } = startTelltale({
    adapters: [tcp()],
    http: {
      lookup: (hostname) => {
        asked.push(hostname)
        return lookup(hostname)
      },
    },
  })
  return { telltale, asked }
}

describe('the host of a monitor', () => {
  it.each([
    ['tcp://bücher.example:25', 'xn--bcher-kva.example'],
    ['tcp://B%C3%BCcher.example:25', 'xn--bcher-kva.example'],
    ['tcp://例え.テスト:25', 'xn--r8jz45g.xn--zckzah'],
    ['tcp://mail.example:25', 'mail.example'],
  ])('of %s is asked for as %s', async (url, hostname) => {
    const { telltale, asked } = watch(async () => [])
    const monitor = await telltale.monitors.create({ url })
    expect(monitor.url).toBe(url)
    expect((await telltale.monitors.check(monitor.id)).failure).toEqual({
      kind: 'dns',
      message: `could not reach ${hostname}: the name does not resolve to an address that may be called`,
    })
    expect(asked).toEqual([hostname])
  })

  it.each(['tcp://b%FFcher.example:25', 'tcp://a%2Fb.example:25', 'tcp://%00.example:25'])(
    'is refused where it is none: %s',
    async (url) => {
      const { telltale } = watch(async () => [])
      await expect(telltale.monitors.create({ url })).rejects.toThrow('url: expected an absolute URL')
    },
  )
})
