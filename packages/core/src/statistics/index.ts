export { normalQuantile } from './normal-quantile.js'
export { madToDeviation, medianHigh, medianLow, quantile, valueAtRank } from './quantile.js'
export { pseudoRandom } from './random.js'
