import { afterAll, expect, it } from 'vitest'
import { fillDisk, mountSmallDisk } from './disk-full.fault.js'

const disk = mountSmallDisk()
afterAll(() => disk?.unmount())

it.skipIf(!disk)(
  'says that the disk is full, keeps nothing half, and goes on with room (needs the right to mount one)',
  { timeout: 180_000 },
  async () => {
    if (disk) expect(await fillDisk(disk, 1)).toEqual([])
  },
)
