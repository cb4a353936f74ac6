import { expect, it } from 'vitest'
import { faultRun, mountSmallDisk } from './disk-full.fault.js'

const disk = mountSmallDisk()
disk?.unmount()

it.skipIf(!disk)(
  'says that the disk is full, keeps nothing half, and goes on with room (needs the right to mount one)',
  { timeout: 180_000 },
  async () => {
    expect(await faultRun.run(1)).toEqual([])
  },
)
