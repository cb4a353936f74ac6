import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { findIncidents, incidentReliability, type TimedCheck } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const failure = (message: string) => ({ kind: 'status', message }) as const
/** A check a minute: `.` succeeded, anything else failed and says so. */
const checksFrom = (text: string): readonly TimedCheck[] =>
  [...text].map((mark, minute) => ({
    at: minute * 60_000,
    latencyMs: 10,
    ...defined({ failure: mark !== '.' ? failure(mark) : undefined }),
  }))
const minutes = (count: number) => count * 60_000

describe('incidents', () => {
  it('reach from the first failed check to the next that succeeds, with the first cause', () => {
    expect(findIncidents(checksFrom('..xyy..'))).toEqual([
      { from: minutes(2), to: minutes(5), cause: failure('x'), checks: 3 },
    ])
  })

  it('are not single failures, unless asked for', () => {
    expect(findIncidents(checksFrom('.x.x.'))).toEqual([])
    expect(findIncidents(checksFrom('.x.x.'), { minFailures: 1 })).toHaveLength(2)
  })

  it('have no end while they last', () => {
    expect(findIncidents(checksFrom('.xx'))).toEqual([{ from: minutes(1), cause: failure('x'), checks: 2 }])
  })

  it('are the runs that a regular expression finds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('.', 'x') }),
        fc.integer({ min: 1, max: 4 }),
        (text, failures) => {
          const runs = [...text.matchAll(new RegExp(`x{${failures},}`, 'g'))]
          const found = findIncidents(checksFrom(text), { minFailures: failures })
          expect(found.map(({ from, checks }) => [from / 60_000, checks])).toEqual(
            runs.map(({ index, 0: run }) => [index, run.length]),
          )
        },
      ),
      limits,
    )
  })

  it('refuses to count runs of no failure', () => {
    expect(() => findIncidents([], { minFailures: 0 })).toThrow(
      /minFailures: expected a whole number, 1 or more, got 0/,
    )
  })
})

describe('reliability', () => {
  it('is the mean time between failures and the mean time to recovery', () => {
    // Incidents at 1 to 3, 6 to 10 and from 15 on: recovered after 2 and 4 minutes, with 3 and 5 minutes between.
    expect(incidentReliability(findIncidents(checksFrom('.xx...xxxx.....xx')))).toEqual({
      incidents: 3,
      meanTimeToRecoveryMs: minutes(3),
      meanTimeBetweenFailuresMs: minutes(4),
    })
  })

  it('tells nothing that too few incidents tell', () => {
    expect(incidentReliability([])).toEqual({ incidents: 0 })
    expect(incidentReliability(findIncidents(checksFrom('.xx')))).toEqual({ incidents: 1 })
  })
})
