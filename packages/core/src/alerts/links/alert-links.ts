import type { NotificationLink } from '../../ports/index.js'
import type { Delivery } from '../../records/delivery-records.js'
import { dayMs } from '../../time/index.js'
import type { CheckedLinkOptions } from './link-options.js'
import { type LinkClaim, signLink } from './link-token.js'

/** The time for which links work: those that act on an alert, and those that end the messages, which is the last way out. */
const [alertLinkMs, unsubscribeLinkMs] = [7 * dayMs, 365 * dayMs]

/** The words on links. */
const labels: Readonly<Record<LinkClaim['effect'], string>> = {
  view: 'View',
  acknowledge: 'Acknowledge',
  unsubscribe: 'Unsubscribe',
}

/** The kinds of notices that say that an alert is open. */
const openKinds: ReadonlySet<Delivery['kind']> = new Set(['started', 'changed', 'reminder'])

/**
 * Makes the links of a message, the same on each attempt: to see its alert, to acknowledge it while it is open, and for people
 * to end the messages to this destination.
 */
export function alertLinks(
  { url, key: [key = ''] }: CheckedLinkOptions,
  { ownerId, destinationId, alertId, kind, createdAt }: Delivery,
  { isForPeople }: { readonly isForPeople: boolean },
): readonly NotificationLink[] {
  const link = (effect: LinkClaim['effect'], claim: Pick<LinkClaim, 'alertId' | 'expiresAt'>) => ({
    effect,
    label: labels[effect],
    url: `${url}/${signLink({ effect, ownerId, destinationId, ...claim }, key)}`,
  })
  const links: NotificationLink[] = []
  if (alertId !== undefined) {
    const claim = { alertId, expiresAt: createdAt + alertLinkMs }
    links.push(link('view', claim))
    if (openKinds.has(kind)) links.push(link('acknowledge', claim))
  }
  if (isForPeople) links.push(link('unsubscribe', { expiresAt: createdAt + unsubscribeLinkMs }))
  return links
}
