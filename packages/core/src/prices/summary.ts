import type { HistoryAnalysis } from './analysis.js'
import { formatDate, formatMoney, monthNames } from './format.js'
import type { PackSize } from './pack.js'
import type { WasPriceVerdict } from './was-price.js'

/** Returns an analysis as a few sentences. */
export function summarize(analysis: Figures): string {
  const { currency, otherCurrencies, current, lowest, usual, sale, wasPrice } = analysis
  if (!currency || !lowest) return 'No price is known: none was seen while it could be bought.'
  const sentences = [
    current
      ? `Costs ${formatMoney(current.price)} since ${formatDate(current.at)}`
      : 'The price now is not known',
    unconfirmedSentence(analysis),
    sale &&
      `${sale.depthPercent} % below the usual ${formatMoney(sale.usual)}, since ${formatDate(sale.startedAt)}`,
    !sale && usual && `The usual price is ${formatMoney(usual)}`,
    analysis.alternation && capitalized(analysis.alternation.reason),
    `The lowest seen is ${formatMoney(lowest.price)}, on ${formatDate(lowest.at)}`,
    misreadSentence(analysis),
    ...trendSentences(analysis),
    wasPrice && wasPriceSentence(wasPrice),
    shrinkflationSentence(analysis),
    analysis.advice && `${analysis.advice.action === 'buy' ? 'Buy' : 'Wait'}: ${analysis.advice.reason}`,
    analysis.noAdvice && `No advice to buy or to wait: ${analysis.noAdvice}`,
    otherCurrencies && `Prices in ${otherCurrencies.join(', ')} are left out`,
  ]
  return sentences
    .filter((sentence) => sentence)
    .map((sentence) => `${sentence}.`)
    .join(' ')
}

type Figures = Omit<HistoryAnalysis, 'summary'>

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

function unconfirmedSentence({ unconfirmed }: Figures): string | undefined {
  if (!unconfirmed) return undefined
  const { price, at } = unconfirmed
  return `${formatMoney(price)} was read on ${formatDate(at)}, too far from the price before; a second reading must confirm it`
}

function misreadSentence({ misread }: Figures): string | undefined {
  const last = misread?.at(-1)
  if (!misread || !last) return undefined
  const others = misread.length > 1 ? `, the last of ${misread.length} such readings,` : ''
  return `${formatMoney(last.price)} on ${formatDate(last.at)}${others} did not come again and is not counted`
}

/** Says what a "was" price is; one that keeps to the letter of the law only is not called honest without more. */
function wasPriceSentence({ price, verdict, patterns, reason }: WasPriceVerdict): string {
  const isByTheLetter = verdict === 'honest' && patterns !== undefined
  const said = isByTheLetter ? 'honest by the letter of the law only' : verdict
  return `The "was" price of ${formatMoney(price)} is ${said}: ${reason}`
}

function trendSentences({ trend, changePoints, seasonality }: Figures): readonly string[] {
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

function shrinkflationSentence({ packChange }: Figures): string | undefined {
  if (!packChange?.isShrinkflation) return undefined
  const { at, from, to, unitPricePercent } = packChange
  return `The pack shrank from ${formatPack(from)} to ${formatPack(to)} on ${formatDate(at)}: each unit costs ${unitPricePercent} % more`
}

const formatPack = ({ amount, unit }: PackSize): string =>
  unit === 'piece' ? `${amount} ${amount === 1 ? 'piece' : 'pieces'}` : `${amount} ${unit}`
