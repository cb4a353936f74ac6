import assert from 'node:assert/strict'
import type { DumpedRow } from '../../ports/index.js'
import { dumpOf, type Fixture, type Proof } from './fixture.js'
import { idOf, type Reading, reading, type Sample, sample, start } from './sample-tables.js'

/** A model of one owner's data, as if there were no other owners. */
interface OwnModel {
  readonly samples: Map<string, Sample>
  readonly readings: Map<string, Reading>
  readonly sums: Map<string, number>
}

const owners = ['ana', 'bo', 'shared'] as const

/** Numbers that look random, and are the same for the same seed (mulberry32, public domain). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

type Random = ReturnType<typeof randomFrom>

/** Each does one thing for an owner, to the storage and to the model, and proves that both say the same. */
const operations: readonly ((
  fixture: Fixture,
  model: OwnModel,
  owner: string,
  random: Random,
) => Promise<void>)[] = [
  async ({ samples }, model, ownerId, random) => {
    const item = sample(random(12), { ownerId, name: `name ${random(15)}`, order: random(5) })
    const others = [...model.samples.values()]
    const isTaken = others.some(({ id, name }) => id === item.id || name === item.name)
    const [result] = await samples.write([{ insert: item }])
    assert.equal(result?.ok, !isTaken)
    if (!isTaken) model.samples.set(item.id, item)
  },
  async ({ samples }, model, ownerId, random) => {
    const id = idOf(random(12))
    const stored = model.samples.get(id)
    const item = sample(random(12), {
      ownerId,
      id,
      version: stored?.version ?? 1,
      name: stored?.name ?? 'new',
    })
    const [result] = await samples.write([{ update: item }])
    assert.equal(result?.ok, stored !== undefined)
    if (stored) model.samples.set(id, { ...item, version: item.version + 1 })
  },
  async ({ samples }, model, owner, random) => {
    const ids = [idOf(random(12)), idOf(random(12))]
    const there = new Set(ids.filter((id) => model.samples.delete(id)))
    assert.equal(await samples.delete(owner, ids), there.size)
  },
  async ({ samples }, model, owner, random) => {
    const id = idOf(random(12))
    assert.deepEqual(await samples.get(owner, id), model.samples.get(id))
    assert.equal(await samples.count(owner), model.samples.size)
  },
  async ({ readings }, model, ownerId, random) => {
    const row = reading(random(6), { ownerId, key: `key ${random(3)}`, value: random(100) })
    const place = JSON.stringify([row.key, row.at, row.id])
    assert.equal(await readings.append([row]), model.readings.has(place) ? 0 : 1)
    if (!model.readings.has(place)) model.readings.set(place, row)
  },
  async ({ readings }, model, owner, random) => {
    const key = `key ${random(3)}`
    const gone = [...model.readings].filter(([, row]) => row.key === key)
    assert.equal(await readings.deleteKeys(owner, [key]), gone.length)
    for (const [place] of gone) model.readings.delete(place)
  },
  async ({ counters }, model, owner, random) => {
    const key = `key ${random(2)}`
    const sum = (model.sums.get(key) ?? 0) + 1
    assert.deepEqual(await counters.add(owner, key, 1, { now: start }), { ok: true, value: sum })
    model.sums.set(key, sum)
  },
  async ({ storage }, model, owner, random) => {
    if (random(5) > 0) return
    const sizes = { samples: model.samples.size, readings: model.readings.size, counters: model.sums.size }
    const expected = Object.fromEntries(Object.entries(sizes).filter(([, size]) => size > 0))
    assert.deepEqual(await storage.erase(owner), expected)
    for (const part of Object.values(model)) part.clear()
  },
]

const byText = (left: string, right: string) => (left < right ? -1 : 1)

/** The rows that a dump of the owner must give, each as text. */
function rowsOf(model: OwnModel, ownerId: string): readonly string[] {
  const rows: readonly DumpedRow[] = [
    ...[...model.samples.values()].map(
      (row) => ({ kind: 'collection', name: 'samples', row: { ...row } }) as const,
    ),
    ...[...model.readings.values()].map(
      (row) => ({ kind: 'series', name: 'readings', row: { ...row } }) as const,
    ),
    ...[...model.sums].map(
      ([key, value]) => ({ kind: 'counter', name: 'counters', row: { ownerId, key, value } }) as const,
    ),
  ]
  return rows.map(asText).toSorted(byText)
}

const asText = ({ kind, name, row }: DumpedRow): string =>
  JSON.stringify([kind, name, Object.entries(row).sort(([left], [right]) => byText(left, right))])

/** Lets three owners do whatever they like, in turn; each must find what it would find alone. */
async function prove(fixture: Fixture, seed: number): Promise<void> {
  const random = randomFrom(seed)
  const models = new Map(
    owners.map((owner): [string, OwnModel] => [
      owner,
      { samples: new Map(), readings: new Map(), sums: new Map() },
    ]),
  )
  for (let step = 0; step < 120; step++) {
    const owner = owners[random(owners.length)] ?? 'ana'
    const operation = operations[random(operations.length)]
    const model = models.get(owner)
    if (operation && model) await operation(fixture, model, owner, random)
  }
  for (const [ownerId, model] of models) {
    const found = await dumpOf(fixture.storage, { ownerId })
    assert.deepEqual(found.map(asText).toSorted(byText), rowsOf(model, ownerId), `seed ${seed}, ${ownerId}`)
    await fixture.storage.erase(ownerId)
  }
  assert.deepEqual(await dumpOf(fixture.storage), [], `seed ${seed}`)
}

/** Conformance cases of a storage: separation of owners under random operations. */
export const ownerModelCases: Record<string, Proof> = {
  'owner: each of three finds what it would find alone, whatever the others do': async (fixture) => {
    for (const seed of [1, 2, 3, 4]) await prove(fixture, seed)
  },
}
