import type { HistoryAnalysis } from './analysis.js'
import { formatDate, formatMoney, monthNames } from './format.js'
import type { PackSize } from './pack.js'

/** Returns an analysis as a few sentences. */
export function summarize(analysis: Omit<HistoryAnalysis, 'summary'>): string {
  const { currency, otherCurrencies, current, lowest, usual, sale, wasPrice } = analysis
  if (!currency || !lowest) return 'No price is known: none was seen while it could be bought.'
  const sentences = [
    current
      ? `Costs ${formatMoney(current.price)} since ${formatDate(current.at)}`
      : 'The price now is not known',
    sale &&
      `${sale.depthPercent} % below the usual ${formatMoney(sale.usual)}, since ${formatDate(sale.startedAt)}`,
    !sale && usual && `The usual price is ${formatMoney(usual)}`,
    `The lowest seen is ${formatMoney(lowest.price)}, on ${formatDate(lowest.at)}`,
    ...trendSentences(analysis),
    wasPrice &&
      `The "was" price of ${formatMoney(wasPrice.price)} is ${wasPrice.verdict}: ${wasPrice.reason}`,
    shrinkflationSentence(analysis),
    analysis.advice && `${analysis.advice.action === 'buy' ? 'Buy' : 'Wait'}: ${analysis.advice.reason}`,
    otherCurrencies && `Prices in ${otherCurrencies.join(', ')} are left out`,
  ]
  return sentences
    .filter((sentence) => sentence)
    .map((sentence) => `${sentence}.`)
    .join(' ')
}

function trendSentences({
  trend,
  changePoints,
  seasonality,
}: Omit<HistoryAnalysis, 'summary'>): readonly string[] {
  const sentences: string[] = []
  if (trend.direction === 'rising' || trend.direction === 'falling')
    sentences.push(`It has been ${trend.direction} in the last 90 days`)
  const last = changePoints.at(-1)
  if (last)
    sentences.push(
      `Its level moved from ${formatMoney(last.from)} to ${formatMoney(last.to)} on ${formatDate(last.at)}`,
    )
  if (seasonality?.cheapest) {
    const { month, percent, years, agreeing } = seasonality.cheapest
    sentences.push(
      `In ${monthNames[month - 1]} it was ${-percent} % below the rest of the year, in ${agreeing} of ${years} years`,
    )
  }
  return sentences
}

function shrinkflationSentence({ packChange }: Omit<HistoryAnalysis, 'summary'>): string | undefined {
  if (!packChange?.isShrinkflation) return undefined
  const { at, from, to, unitPricePercent } = packChange
  return `The pack shrank from ${formatPack(from)} to ${formatPack(to)} on ${formatDate(at)}: each unit costs ${unitPricePercent} % more`
}

const formatPack = ({ amount, unit }: PackSize): string =>
  unit === 'piece' ? `${amount} ${amount === 1 ? 'piece' : 'pieces'}` : `${amount} ${unit}`
