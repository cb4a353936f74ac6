import { type CarFeatures, engineAttributes, levelNames, versionAttributes } from './features.js'
import type { Contribution, Prediction } from './prediction.js'

/** The names of the attributes of an engine. */
const engineNames = ['horsepower', ...engineAttributes]

/**
 * Returns a prediction whose contributions are of what the vehicle states. What the market takes for what is not stated
 * belongs to the base, and an engine or a version of which one attribute is stated has its name.
 */
export function withStatedContributions(prediction: Prediction, car: CarFeatures): Prediction {
  const amounts = new Map<string, number>()
  let { logBase } = prediction
  for (const { name, amount } of prediction.contributions) {
    const stated = statedName(name, car)
    if (stated === undefined) logBase += amount
    else amounts.set(stated, (amounts.get(stated) ?? 0) + amount)
  }
  const contributions: Contribution[] = []
  for (const [name, amount] of amounts) contributions.push({ name, amount })
  return { ...prediction, logBase, contributions }
}

/** Returns the name of what a contribution is about; `undefined` where the vehicle does not state it. */
function statedName(name: string, car: CarFeatures): string | undefined {
  if (name === 'mileage') return Number.isNaN(car.mileageMiles) ? undefined : name
  if (name === 'time') return has(car, 'seenDay') ? name : undefined
  if (name === 'engine') return oneOf(name, engineNames, car)
  if (name === 'version') return oneOf(name, versionAttributes, car)
  const level = (levelNames as readonly string[]).indexOf(name)
  if (level >= 0) return car.groupKeys[level] === undefined ? undefined : name
  return has(car, name) ? name : undefined
}

const has = ({ numeric, categorical }: CarFeatures, name: string): boolean =>
  name in numeric || name in categorical

function oneOf(name: string, attributes: readonly string[], car: CarFeatures): string | undefined {
  const stated = attributes.filter((attribute) => has(car, attribute))
  return stated.length > 1 ? name : stated[0]
}
