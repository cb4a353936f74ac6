import { chartSvg, englishMessageWords, type NoticeReader, readerFormat } from './alerting/index.js'
import { alertLinks } from './alerts/links/alert-links.js'
import { createDeliverer } from './deliveries/deliverer.js'
import type { DelivererOptions } from './deliveries/deliverer-options.js'
import { chartOfMonitor } from './monitors/alert-chart.js'
import { defined } from './options/index.js'
import type { NotificationImage } from './ports/index.js'
import { chartOfProduct } from './products/alert-chart.js'
import type { Delivery } from './records/delivery-records.js'
import {
  channelOf,
  destinationForChannel,
  movedDestination,
  type Runtime,
  type ScheduledWork,
} from './runtime/index.js'
import type { AlertOptions, CheckedAlertOptions } from './telltale-options.js'

/** Makes the work that delivers messages, with what it needs of other services. */
export function openDeliverer(
  runtime: Runtime,
  { image, words, template, links }: CheckedAlertOptions,
): ScheduledWork {
  const drawImage: DelivererOptions['drawImage'] = async (delivery, reader) =>
    image && drawChart(runtime, delivery, { reader, image })
  return createDeliverer(runtime, {
    openDestination: (destination) => destinationForChannel(runtime, destination),
    moveDestination: (tables, destination, movedTo) =>
      movedDestination(runtime, tables, destination, movedTo),
    linksOf: (delivery) => {
      if (!links) return []
      const { isForPeople = true } = channelOf(runtime, delivery.channel) ?? {}
      return alertLinks(links, delivery, { isForPeople })
    },
    drawImage,
    ...defined({ words, template }),
  })
}

/** Draws the line of the monitor or product that a message is about. */
async function drawChart(
  runtime: Runtime,
  { ownerId, notice }: Delivery,
  { reader, image }: { readonly reader: NoticeReader; readonly image: NonNullable<AlertOptions['image']> },
): Promise<NotificationImage | undefined> {
  if (!('subject' in notice) || notice.subject.kind === 'source') return undefined
  const { subject, at: to } = notice
  const { kind, id, name } = subject
  const format = readerFormat(reader)
  const chartOf = kind === 'monitor' ? chartOfMonitor : chartOfProduct
  const chart = await chartOf(runtime, { ownerId, id, to }, format)
  if (chart.points.length < 2) return undefined
  const { latency, price } = englishMessageWords.facts
  const title = `${kind === 'monitor' ? latency : price}: ${name}`
  const png = await image(chartSvg({ ...chart, title }))
  return png && { png, description: title }
}
