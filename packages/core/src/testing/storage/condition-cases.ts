import assert from 'node:assert/strict'
import { everyOwner, type Where } from '../../ports/index.js'
import { type Fixture, insert, type Proof, refusal } from './fixture.js'
import { type Sample, sample, start } from './sample-tables.js'

/** Proves which of the stored samples, by their numbers, meet each condition: by reading and by counting. */
const matches =
  (items: readonly Sample[], expected: readonly (readonly [Where<Sample>, readonly number[]])[]): Proof =>
  async ({ samples }) => {
    await insert(samples, [...items, sample(0, { ownerId: 'bo' })])
    for (const [where, numbers] of expected) {
      const { items: found } = await samples.page('ana', { where, limit: 100 })
      const names = numbers.map((number) => `sample ${number}`)
      assert.deepEqual(
        found.map(({ name }) => name),
        names,
        JSON.stringify(where),
      )
      assert.equal(await samples.count('ana', where), names.length, JSON.stringify(where))
    }
  }

const one = sample(1, { kind: 'a', order: 10, ratio: 0.5, active: true, price: '1.50' })
const two = sample(2, { kind: 'b', order: 20, ratio: 1.5, active: false, price: '12.5' })
const three = sample(3, { kind: 'a', order: 30, price: '-3' })
const four = sample(4, { kind: 'B', order: 20, ratio: -0.5, active: true, price: '9' })

/** Questions of which each is to be refused. */
const refused: Readonly<Record<string, object>> = {
  'a column without an index': { nickname2: 'x' },
  'a column that is only stored': { details: 'x' },
  'a column of every record that is not searched by': { version: 1 },
  'a value of another type': { order: 'ten' },
  'a fraction for an integer': { order: { gt: 1.5 } },
  null: { order: null },
  undefined: { order: undefined },
  'an operator that is none': { order: { like: 1 } },
  'an operator without its value': { order: { gt: undefined } },
  'a single value for in': { order: { in: 1 } },
  'a list with a value of another type': { order: { in: [1, 'two'] } },
}

const refuses: Proof = async ({ samples, labels }: Fixture) => {
  for (const [what, where] of Object.entries(refused)) {
    const query = { where: where as Where<Sample>, limit: 1, now: 0, leaseMs: 1 }
    await assert.rejects(samples.page('ana', { where: query.where, limit: 1 }), refusal, `page: ${what}`)
    await assert.rejects(samples.count('ana', query.where), refusal, `count: ${what}`)
    await assert.rejects(samples.claim('ana', query), refusal, `claim: ${what}`)
  }
  await assert.rejects(labels.count('ana', { remark: 'x' }), refusal, 'a column without an index')
}

/** Conformance cases of a collection: `where`. */
export const conditionCases: Record<string, Proof> = {
  'where: a single value matches what is equal to it': matches(
    [one, two, three, four],
    [
      [{ kind: 'a' }, [1, 3]],
      [{ order: 20 }, [2, 4]],
      [{ ratio: 0.5 }, [1]],
      [{ active: false }, [2]],
      [{ dueAt: start + 3 }, [3]],
      [{ createdAt: start + 4 }, [4]],
      [{ id: one.id }, [1]],
      [{ id: 'no id at all' }, []],
      [{ name: 'sample 2' }, [2]],
      [{}, [1, 2, 3, 4]],
    ],
  ),
  'where: in matches what is equal to one of several values': matches(
    [one, two, three, four],
    [
      [{ kind: { in: ['b', 'B', 'z'] } }, [2, 4]],
      [{ order: { in: [10, 30, 10] } }, [1, 3]],
      [{ id: { in: [four.id, two.id] } }, [2, 4]],
      [{ kind: { in: [] } }, []],
    ],
  ),
  'where: bounds match what is within them, with or without their own value': matches(
    [one, two, three, four],
    [
      [{ order: { gt: 10 } }, [2, 3, 4]],
      [{ order: { gte: 10, lt: 30 } }, [1, 2, 4]],
      [{ order: { gt: 10, lte: 20 } }, [2, 4]],
      [{ order: { gt: 30 } }, []],
      [{ order: { gt: 30, lt: 10 } }, []],
      [{ ratio: { lt: 0 } }, [4]],
      [{ dueAt: { gte: start + 2, lt: start + 4 } }, [2, 3]],
      [{ active: { gt: false } }, [1, 4]],
      [{ id: { gt: two.id } }, [3, 4]],
      [{ order: { gte: 20, in: [10, 20] } as Where<Sample>['order'] & object }, [2, 4]],
    ],
  ),
  'where: several columns must all match': matches(
    [one, two, three, four],
    [
      [{ kind: 'a', order: { gte: 20 } }, [3]],
      [{ active: true, ratio: { lt: 0.5 } }, [4]],
      [{ kind: 'a', order: 20 }, []],
    ],
  ),
  'where: a record that lacks the column does not match; without bounds, any value does': matches(
    [one, two, three, four],
    [
      [{ ratio: {} }, [1, 2, 4]],
      [{ ratio: { lt: 1e300 } }, [1, 2, 4]],
      [{ active: { in: [true, false] } }, [1, 2, 4]],
    ],
  ),
  'where: text is compared by code point, so capitals come before small letters': matches(
    [
      sample(1, { kind: 'Z' }),
      sample(2, { kind: 'a' }),
      sample(3, { kind: 'ä' }),
      sample(4, { kind: '\uffee' }),
      sample(5, { kind: '🚗' }),
      sample(6, { kind: 'ab' }),
    ],
    [
      [{ kind: { lt: 'a' } }, [1]],
      [{ kind: { gt: 'a' } }, [3, 4, 5, 6]],
      [{ kind: { gt: 'z' } }, [3, 4, 5]],
      [{ kind: { gt: '\uffee' } }, [5]],
      [{ kind: 'A' }, []],
    ],
  ),
  'where: decimals are compared by their value, beyond what a double can tell apart': matches(
    [
      sample(1, { price: '9' }),
      sample(2, { price: '10.0' }),
      sample(3, { price: '-10' }),
      sample(4, { price: '12345678901234567890.123456789' }),
      sample(5, { price: '12345678901234567890.123456788' }),
    ],
    [
      [{ price: { gt: '9' } }, [2, 4, 5]],
      [{ price: '10.00' }, [2]],
      [{ price: { lt: '-9.99' } }, [3]],
      [{ price: { gt: '12345678901234567890.123456788' } }, [4]],
    ],
  ),
  'where: what cannot be searched by is refused': refuses,
  'count: counts the records of one owner, or of all': async ({ samples }) => {
    await insert(samples, [one, two, sample(5, { ownerId: 'bo', kind: 'a' })])
    assert.equal(await samples.count('ana'), 2)
    assert.equal(await samples.count('bo'), 1)
    assert.equal(await samples.count('cy'), 0)
    assert.equal(await samples.count(everyOwner), 3)
    assert.equal(await samples.count(everyOwner, { kind: 'a' }), 2)
  },
}
