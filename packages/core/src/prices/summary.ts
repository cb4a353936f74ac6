import type { HistoryAnalysis } from './analysis.js'
import { inWords, onDate } from './in-words.js'

/** What an analysis says, in a few sentences. */
export function summarize(analysis: Omit<HistoryAnalysis, 'summary'>): string {
  const { currency, otherCurrencies, current, lowest, usual, sale, wasPrice, trend } = analysis
  if (!currency || !lowest) return 'No price is known: none was seen while it could be bought.'
  const sentences = [
    current ? `Costs ${inWords(current.price)} since ${onDate(current.at)}` : 'The price now is not known',
    sale && `${sale.depthPercent} % below the usual ${inWords(sale.usual)}, since ${onDate(sale.startedAt)}`,
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
