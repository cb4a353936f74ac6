import type { AlertChild, AlertNotice } from '../../alerting/alert-notice.js'
import { type AlertRoute, alertRoutesTable } from '../../records/alert-routing-records.js'
import type { Decision } from './decision.js'

/** The number of subjects that a message names beside its own. */
const maxNamed = 20

/** Returns the notice of an alert as it is now, with the subjects that failed with it. */
export async function noticeNow(
  decision: Decision,
  route: AlertRoute,
  kind: AlertNotice['kind'],
  more: Partial<AlertNotice> = {},
): Promise<AlertNotice> {
  const { notice, status } = route
  const at = kind === 'started' ? notice.startedAt : kind === 'reminder' ? decision.choices.now : notice.at
  const children = status === 'open' ? await childrenOf(decision, route) : {}
  return { ...notice, kind, at, ...children, ...more }
}

/** Returns the subjects of the open alerts that are grouped under one: the first of them, and their number. */
async function childrenOf(
  { tables, choices, routes, stored }: Decision,
  { id: groupedUnder }: AlertRoute,
): Promise<Pick<AlertNotice, 'children' | 'childCount'>> {
  const records = tables.collection(alertRoutesTable)
  const where = { groupedUnder, status: 'open' } as const
  const { items } = await records.page(choices.ownerId, { where, limit: maxNamed })
  const isChild = (route: AlertRoute | undefined) =>
    route?.groupedUnder === groupedUnder && route.status === 'open'
  const named = new Map<string, AlertChild>()
  const name = ({ id, notice }: AlertRoute) =>
    named.set(id, { id: notice.subject.id, name: notice.subject.name })
  for (const route of items) if (isChild(routes.get(route.id) ?? route)) name(route)
  let childCount = items.length < maxNamed ? items.length : await records.count(choices.ownerId, where)
  for (const route of routes.values()) {
    if (isChild(route) && named.size < maxNamed) name(route)
    childCount += Number(isChild(route)) - Number(isChild(stored.get(route.id)))
  }
  if (childCount <= 0) return {}
  return { children: [...named.values()], childCount }
}
