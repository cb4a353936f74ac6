import type { Check, Money, Product, Telltale } from '@telltale/core'
import { colors } from './colors.js'
import { formatMoney, printHeader, printRow } from './table.js'

const paintByTier: Readonly<Record<string, (text: string) => string>> = {
  SONIC: colors.cyan,
  KNUCKLES: colors.yellow,
  EGGMAN: colors.red,
}
const plain = (text: string): string => text

/** Prints each event as it is emitted. */
export function printEvents(telltale: Telltale): void {
  printHeader()
  printChecks(telltale)
  printReadings(telltale)
  const moved = (from: Money, to: Money) => `${formatMoney(from)} to ${formatMoney(to)}`
  telltale.on('price:dropped', ({ product, from, to }) =>
    printRow({ kind: 'price dropped', subject: nameOf(product), text: moved(from, to), paint: colors.green }),
  )
  telltale.on('price:rose', ({ product, from, to }) =>
    printRow({ kind: 'price rose', subject: nameOf(product), text: moved(from, to), paint: colors.red }),
  )
  telltale.on('sale:started', ({ product, sale }) => {
    const text = `${formatMoney(sale.price)}, ${sale.depthPercent} % below the usual ${formatMoney(sale.usual)}`
    printRow({ kind: 'sale started', subject: nameOf(product), text, paint: colors.green })
  })
  telltale.on('sale:ended', ({ product }) =>
    printRow({
      kind: 'sale ended',
      subject: nameOf(product),
      text: describe(product),
      paint: colors.magenta,
    }),
  )
  telltale.on('error', ({ code, message }) =>
    printRow({ kind: 'error', subject: code, text: message, paint: colors.red }),
  )
}

function printChecks(telltale: Telltale): void {
  telltale.on('monitor:checked', ({ monitor, check }) =>
    printRow({
      kind: check.tier,
      subject: monitor.name,
      text: describeCheck(check),
      paint: paintByTier[check.tier] ?? plain,
    }),
  )
  telltale.on('monitor:tier-changed', ({ monitor, from, to }) => {
    const text = `${from} to ${to}`
    if (from) printRow({ kind: 'tier changed', subject: monitor.name, text, paint: colors.magenta })
  })
}

/** Prints the first reading of each product, and later ones without a price, once for each reason. */
function printReadings(telltale: Telltale): void {
  const lastReason = new Map<string, string | undefined>()
  telltale.on('product:refreshed', ({ product, observation }) => {
    const reason = observation.unread?.message
    const isFirst = !lastReason.has(product.id)
    if (isFirst) printRow({ kind: 'tracked', subject: nameOf(product), text: describe(product) })
    else if (reason && reason !== lastReason.get(product.id))
      printRow({ kind: 'unread', subject: nameOf(product), text: reason, paint: colors.red })
    lastReason.set(product.id, reason)
  })
}

const nameOf = ({ title, url }: Product): string => title ?? url

function describe({ price, wasPrice, unread, availability }: Product): string {
  if (!price) return `no price: ${unread?.message ?? 'not read yet'}`
  return [formatMoney(price), wasPrice && `was ${formatMoney(wasPrice)}`, availability]
    .filter(Boolean)
    .join(', ')
}

function describeCheck({ latencyMs, phases, httpStatus, failure }: Check): string {
  const { dnsMs, connectMs, tlsMs, firstByteMs, downloadMs } = phases
  const named = {
    dns: dnsMs,
    connect: connectMs,
    tls: tlsMs,
    'first byte': firstByteMs,
    download: downloadMs,
  }
  const parts = Object.entries(named).flatMap(([name, ms]) =>
    ms === undefined ? [] : [`${name} ${ms.toFixed(1)}`],
  )
  const outcome = failure ? `${failure.kind}: ${failure.message}` : `status ${httpStatus}`
  const where = parts.length > 0 ? colors.dim(`  (${parts.join(', ')})`) : ''
  return `${latencyMs.toFixed(1).padStart(7)} ms  ${outcome}${where}`
}
