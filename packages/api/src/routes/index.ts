import type { Operations } from '../operations.js'
import { carRoutes } from './car-routes.js'
import { groupRoutes } from './group-routes.js'
import { incidentRoutes } from './incident-routes.js'
import { monitorRoutes } from './monitor-routes.js'
import { opportunityRoutes } from './opportunity-routes.js'
import { auditRoutes, eventRoutes, systemRoutes } from './owner-routes.js'
import { productRoutes } from './product-routes.js'
import { quotaRoutes } from './quota-routes.js'
import type { RoutesOf } from './route.js'
import { alertRoutes, ruleRoutes } from './rule-routes.js'
import { searchRoutes } from './search-routes.js'
import { statusPageRoutes } from './status-page-routes.js'
import { valuationRoutes, vehicleRoutes } from './vehicle-routes.js'

/** Every route, by its service. */
export const routes = {
  monitors: monitorRoutes,
  incidents: incidentRoutes,
  statusPages: statusPageRoutes,
  cars: carRoutes,
  searches: searchRoutes,
  vehicles: vehicleRoutes,
  valuations: valuationRoutes,
  opportunities: opportunityRoutes,
  products: productRoutes,
  rules: ruleRoutes,
  alerts: alertRoutes,
  groups: groupRoutes,
  audit: auditRoutes,
  quotas: quotaRoutes,
  events: eventRoutes,
  system: systemRoutes,
} satisfies { readonly [Service in keyof Operations]: RoutesOf<Operations[Service]> }
