import { createHttp } from '@telltale/core/http'

/** The result of reading one bomb. */
export interface BombResult {
  /** By how much the process grew at most while it read the bomb so many times. */
  readonly grewMb: number
  readonly tookMs: number
  /** The message of the error that ended it. */
  readonly refused: string
  /** `true` when the next call succeeded. */
  readonly goesOn: boolean
}

const rssMb = () => process.memoryUsage.rss() / 2 ** 20
const http = createHttp({ allow: ['127.0.0.1'] })

/** The task of a process. */
export interface BombOrder {
  readonly origin: string
  readonly bomb: number
  /** The number of times it is read. */
  readonly times: number
  /** The number of other pages that are read before. */
  readonly pagesBefore: number
}

process.on('message', async ({ origin, bomb, times, pagesBefore }: BombOrder) => {
  for (let page = 0; page < pagesBefore; page++) await http.get(`${origin}/page/${page}`)
  const before = rssMb()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, rssMb())
  }, 1)
  const beganAt = performance.now()
  let refused = ''
  for (let time = 0; time < times; time++) {
    refused = await http.get(`${origin}/${bomb}?${time}`).then(
      ({ text }) => `nothing: it was read, ${text.length} characters`,
      (error: Error) => error.message,
    )
    most = Math.max(most, rssMb())
  }
  const tookMs = (performance.now() - beganAt) / times
  clearInterval(watch)
  const goesOn = (await http.get(`${origin}/page`)).text.endsWith('<p>19999</p>')
  process.send?.({ grewMb: most - before, tookMs, refused, goesOn } satisfies BombResult)
})
