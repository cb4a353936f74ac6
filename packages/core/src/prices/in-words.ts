import type { Money } from '../money/index.js'
import type { HistoryAnalysis } from './history.js'

/** Money in plain words: `70.00 EUR`. */
export const inWords = ({ amount, currency }: Money): string => `${amount} ${currency}`

/** The day of a moment in UTC: `2026-11-24`. */
export const onDate = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** What an analysis says, in a few sentences. */
export function summarize(analysis: Omit<HistoryAnalysis, 'summary'>): string {
  const { currency, otherCurrencies, current, lowest, usual, sale, wasPrice, trend } = analysis
  if (!currency || !lowest) return 'Nothing is known: no price was seen.'
  const sentences = [
    current ? `Costs ${inWords(current.price)} since ${onDate(current.at)}` : 'The price now is not known',
    sale && `${sale.depthPercent} % below the usual ${inWords(sale.usual)}, since ${onDate(sale.since)}`,
    !sale && usual && `The usual price is ${inWords(usual)}`,
    `The lowest seen is ${inWords(lowest.price)}, on ${onDate(lowest.at)}`,
    (trend.direction === 'rising' || trend.direction === 'falling') &&
      `It has been ${trend.direction} in the last 90 days`,
    wasPrice && `The "was" price of ${inWords(wasPrice.price)} is ${wasPrice.verdict}: ${wasPrice.reason}`,
    otherCurrencies && `Prices in ${otherCurrencies.join(', ')} are left out`,
  ]
  return sentences
    .filter((sentence) => sentence)
    .map((sentence) => `${sentence}.`)
    .join(' ')
}
