import { renderNotice } from '../alerting/index.js'
import { defined } from '../options/index.js'
import type { Channel, Notification } from '../ports/index.js'
import type { DelivererOptions } from './deliverer-options.js'
import type { PreparedDelivery } from './prepare-deliveries.js'

/** Makes the notification of a delivery, in the words of its reader. It is the same on each attempt. */
export async function notificationOf(
  { showsImages = false }: Pick<Channel, 'showsImages'>,
  { delivery, reader }: PreparedDelivery,
  options: DelivererOptions,
): Promise<Notification> {
  const { id, episodeId, kind, severity, notice, alertId, ruleId, subjectId } = delivery
  const links = await options.linksOf(delivery)
  // A picture helps, and no message waits for one that fails.
  const image = showsImages ? await options.drawImage(delivery, reader).catch(() => undefined) : undefined
  const { words, template } = options
  const { title, text, facts, html } = renderNotice(notice, {
    reader,
    links,
    ...defined({ words, template, imageDescription: image?.description }),
  })
  const { language } = reader
  const data = defined({ alertId, ruleId, subjectId, notice: kind === 'verification' ? undefined : notice })
  const base = { id, episodeId, kind, severity, at: notice.at, title, text, html, facts, links, data }
  return { ...base, ...defined({ image, language }) }
}
