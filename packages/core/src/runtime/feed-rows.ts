import { z } from 'zod'
import type { OwnedEvents } from '../events/index.js'
import { feedKey } from '../records/feed-records.js'
import type { RowSchemas } from './row-schemas.js'

const eventNames: Readonly<Record<keyof OwnedEvents, true>> = {
  'monitor:checked': true,
  'monitor:tier-changed': true,
  'monitor:degraded-changed': true,
  'incident:started': true,
  'incident:ended': true,
  'incident:acknowledged': true,
  'incident:noted': true,
  'slots:missed': true,
  'status-page:changed': true,
  'product:refreshed': true,
  'price:dropped': true,
  'price:rose': true,
  'price:unconfirmed': true,
  'price:currency-changed': true,
  'price:target-reached': true,
  'rule:fired': true,
  'alert:changed': true,
  'alert:ended': true,
  'alert:sent': true,
  'alert:failed': true,
  'destination:disabled': true,
  'destination:recovered': true,
  'sale:started': true,
  'sale:ended': true,
  'group:best-changed': true,
  'products:compared': true,
  'battle:fought': true,
  'market:learned': true,
  'vehicle:discovered': true,
  'vehicle:price-changed': true,
  'vehicle:gone': true,
  'opportunity:found': true,
  'opportunity:changed': true,
  'search:finished': true,
  'search:failed': true,
  'search:critical': true,
}

/** The schemas of the rows of feeds. */
export const feedRows: RowSchemas = {
  events: z
    .object({
      key: z.literal(feedKey),
      at: z.number(),
      id: z.string(),
      name: z.enum(Object.keys(eventNames) as (keyof OwnedEvents)[]),
      data: z.looseObject({}),
    })
    .refine(({ at, id }) => id === String(at), { path: ['id'], error: 'expected the time of the event' }),
}
