import { chartSvg } from '@telltale/core/alerting'
import { expect, it } from 'vitest'
import { svgToPng } from './index.js'

it('draws a chart as PNG of 992 by 320 pixels', async () => {
  const points = [40, undefined, 604].map((value, at) => ({ at, value }))
  const png = Buffer.from((await svgToPng(chartSvg({ title: '<Latency>', points }))) ?? [])
  // The signature, and the size in the first chunk (PNG specification, sections 5.2 and 11.2.1).
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([992, 320])
})
