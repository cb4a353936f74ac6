import { methodAndPath, operations } from '../operations.js'
import { routes } from './index.js'
import type { AnyRoute } from './route.js'

/** A route with its names. */
export interface NamedRoute {
  /** The name of the operation, such as `monitors.list`. */
  readonly name: string
  /** The name of the service, such as `monitors`. */
  readonly service: string
  /** The method and the path, such as `GET /monitors`. */
  readonly operation: string
  /** The method. */
  readonly method: string
  /** The path, such as `/monitors/:id`. */
  readonly path: string
  /** The route itself. */
  readonly route: AnyRoute
}

/** Every route. One whose path has no id stands before those that have one in its place. */
export const allRoutes: readonly NamedRoute[] = Object.entries(operations).flatMap(([service, ofService]) =>
  Object.entries(ofService).map(([name, operation]: [string, string]) => {
    const [method, path] = methodAndPath(operation)
    const ofRoutes = routes[service as keyof typeof routes] as Readonly<Record<string, AnyRoute>>
    const route = ofRoutes[name]
    if (!route) throw new TypeError(`${service}.${name} has no route`)
    return { name: `${service}.${name}`, service, operation, method, path, route }
  }),
)
