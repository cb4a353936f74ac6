import { type JsonRecords, toJson } from '@telltale/core'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../../scripts/packages.js'
import { sourceProgram } from '../documentation/source-program.js'
import { startTelltale } from './start.js'

const from = Date.UTC(2026, 0, 31, 12)
const iso = '2026-01-31T12:00:00.000Z'
const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2023 }
const mustang = { make: 'Ford', model: 'Mustang', year: 2023 }

describe('toJson', () => {
  it('converts the times of a record, in it and within, and nothing else', async () => {
    const { telltale, clock } = startTelltale()
    const now = new Date(clock.now()).toISOString()
    const monitor = await telltale.monitors.create({
      url: 'https://shop.example/',
      maintenance: [
        { from, to: from + 3_600_000 },
        { days: ['sun'], at: '02:00', durationMs: 60_000 },
      ],
    })
    const before = structuredClone(monitor)
    expect(toJson('monitor', monitor)).toEqual({
      ...monitor,
      createdAt: now,
      updatedAt: now,
      dueAt: new Date(monitor.dueAt).toISOString(),
      maintenance: [
        { from: iso, to: '2026-01-31T13:00:00.000Z' },
        { days: ['sun'], at: '02:00', durationMs: 60_000 },
      ],
    })
    expect(monitor).toEqual(before)
  })

  it('takes no figure for a time: horsepower stays horsepower', async () => {
    const { telltale } = startTelltale()
    const battle = await telltale.battles.fight({ cars: [corvette, mustang] })
    const analysis = await telltale.battles.analyze(battle.id)
    const power = analysis.changes[0]?.changes.find(({ name }) => name === 'horsepower')
    expect(power).toMatchObject({ from: 450 })
    expect(toJson('battle-analysis', analysis)).toEqual(analysis)
    expect(toJson('battle', battle)).toMatchObject({
      createdAt: new Date(battle.createdAt).toISOString(),
      entries: [{ specs: { horsepower: { value: 495 } } }, { specs: { horsepower: { value: 450 } } }],
    })
  })

  it('takes pages, lists and events', async () => {
    const { telltale } = startTelltale()
    await telltale.battles.fight({ cars: [corvette, mustang] })
    const page = await telltale.battles.list()
    const battles = page.items.map((battle) => toJson('battle', battle))
    expect(toJson('battle', page)).toEqual({ items: battles })
    expect(toJson('battle', page.items)).toEqual(battles)
    for await (const { name, data } of telltale.feed.since())
      expect(toJson(name, data)).toEqual({ battle: battles[0] })
  })

  it('leaves a number that no date can be', () => {
    const use = { measure: 'calls', period: 'day', used: 1, resetsAt: 8.64e15 + 1 } as const
    expect(toJson('budget-use', use)).toEqual(use)
  })

  it('names the kind that is meant', () => {
    const misspelt = () => toJson('moniter' as 'monitor', {} as never)
    expect(misspelt).toThrow("toJson: name: unknown kind of record 'moniter'; did you mean 'monitor'?")
  })
})

/** A value of a type with every member that it may have, and the paths of the times in it. */
interface Sample {
  readonly value: unknown
  readonly times: readonly string[]
}

const maxDepth = 8

/** Makes values of types: 0 for each number. A member whose docstring says that it is in epoch milliseconds is a time. */
class Samples {
  readonly #checker: ts.TypeChecker

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  of(type: ts.Type, path: string, depth = 0): Sample {
    const parts = type.isUnion() ? type.types : [type]
    const objects = parts.filter((part) => part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
    if (parts.some((part) => part.flags & ts.TypeFlags.NumberLike)) return { value: 0, times: [] }
    if (objects.length === 0 || depth > maxDepth) return { value: 'text', times: [] }
    const lists = objects.flatMap((part) => {
      const item = this.#checker.isArrayLikeType(part) ? part.getNumberIndexType() : undefined
      return item ? [item] : []
    })
    if (lists[0]) {
      const item = this.of(lists[0], path, depth + 1)
      return { value: [item.value], times: item.times }
    }
    const members = objects.flatMap((part) => this.#members(part, path, depth))
    return {
      value: Object.fromEntries(members.map(({ name, value }) => [name, value])),
      times: members.flatMap(({ times }) => times),
    }
  }

  #members(type: ts.Type, path: string, depth: number) {
    return type.getProperties().map((property) => {
      const { name } = property
      const within = `${path}.${name}`
      const sample = this.of(this.#checker.getTypeOfSymbol(property), within, depth + 1)
      const words = ts.displayPartsToString(property.getDocumentationComment(this.#checker))
      const isTime = sample.value === 0 && /epoch\s+milliseconds/i.test(words)
      return { name, value: sample.value, times: isTime ? [within] : sample.times }
    })
  }
}

/** Lists the paths at which a converted value has a text of ISO 8601. */
function isoPaths(value: unknown, path: string): string[] {
  if (value === new Date(0).toISOString()) return [path]
  if (Array.isArray(value)) return value.flatMap((item) => isoPaths(item, path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => isoPaths(member, `${path}.${name}`))
}

describe('the times that toJson knows', () => {
  let samples: ReadonlyMap<string, Sample>

  beforeAll(() => {
    const file = `${repository}/packages/core/src/json-records.ts`
    const program = sourceProgram([file])
    const checker = program.getTypeChecker()
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol
    const records = checker.getExportsOfModule(module).find(({ name }) => name === 'JsonRecords') as ts.Symbol
    const maker = new Samples(checker)
    samples = new Map(
      checker
        .getDeclaredTypeOfSymbol(records)
        .getProperties()
        .map((property) => [property.name, maker.of(checker.getTypeOfSymbol(property), property.name)]),
    )
  })

  it('are those whose docstrings say so, in every record and event', () => {
    expect(samples.size).toBeGreaterThan(30)
    for (const [name, { value, times }] of samples) {
      const converted = isoPaths(toJson(name as keyof JsonRecords, value as never), name)
      expect([...new Set(converted)].toSorted()).toEqual([...new Set(times)].toSorted())
    }
  })
})
