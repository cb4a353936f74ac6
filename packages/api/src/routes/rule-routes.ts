import type {
  AlertAcknowledgementOptions,
  AlertQuery,
  AlertRuleOptions,
  AlertRulePatch,
  RuleQuery,
  SimulationOptions,
} from '@telltale/core'
import { idOnly } from '../openapi/data-schemas.js'
import {
  duration,
  integer,
  type JsonSchema,
  listOf,
  number,
  object,
  objectOf,
  oneOf,
  text,
} from '../openapi/json-schema.js'
import type { Operations } from '../operations.js'
import { listQuery } from '../request/read-query.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

const members = {
  condition: object,
  name: text,
  severity: oneOf('info', 'warning', 'critical'),
  coolDown: duration,
  rearmAfter: duration,
}
const rule: JsonSchema = objectOf({ ...members, subjectId: text, tags: listOf(text) }, 'condition')
const simulation: JsonSchema = objectOf({ rule, from: integer, to: number }, 'rule')

/** The body of a simulation. */
export interface Simulation extends SimulationOptions {
  readonly rule: AlertRuleOptions
}

/** The routes of rules. */
export const ruleRoutes = {
  list: route({
    summary: 'Returns a page of the rules of a monitor or a product, or of all rules, oldest first.',
    returns: 'rule',
    many: 'page',
    query: { ...listQuery, subjectId: 'text' },
    call: ({ services, input }: RouteRequest<RuleQuery>) => services.alerts.rules.list(input),
  }),
  get: route({
    summary: 'Returns a rule.',
    returns: 'rule',
    call: ({ services, id }: RouteRequest<unknown>) => services.alerts.rules.get(id),
  }),
  create: route({
    summary: 'Adds a rule, and tells of what it finds failing already.',
    returns: 'rule',
    status: 201,
    body: rule,
    call: ({ services, input }: RouteRequest<AlertRuleOptions>) => services.alerts.rules.create(input),
  }),
  update: route({
    isVersioned: true,
    summary: 'Changes a rule. With another condition its open alerts end.',
    returns: 'rule',
    body: objectOf(members),
    call: ({ services, id, input, change }: RouteRequest<AlertRulePatch>) =>
      services.alerts.rules.update(id, input, change),
  }),
  pause: route({
    summary: 'Pauses a rule, and ends its open alerts.',
    returns: 'rule',
    call: ({ services, id }: RouteRequest<unknown>) => services.alerts.rules.pause(id),
  }),
  resume: route({
    summary: 'Resumes a rule, and tells of what it finds failing.',
    returns: 'rule',
    call: ({ services, id }: RouteRequest<unknown>) => services.alerts.rules.resume(id),
  }),
  delete: route({
    isVersioned: true,
    summary: 'Removes a rule, and ends its open alerts.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.alerts.rules.remove(id, change)
      return { id }
    },
  }),
  simulate: route({
    summary: 'Returns what a rule would have told of the stored observations of a span.',
    returns: 'rule-firing',
    many: 'list',
    body: simulation,
    call: ({ services, input: { rule: tried, ...span } }: RouteRequest<Simulation>) =>
      services.alerts.simulate(tried, span),
  }),
} satisfies RoutesOf<Operations['rules']>

/** The routes of alerts. */
export const alertRoutes = {
  list: route({
    summary: 'Returns a page of alerts, the last begun first.',
    returns: 'alert',
    many: 'page',
    query: { ...listQuery, status: 'text', ruleId: 'text', subjectId: 'text' },
    call: ({ services, input }: RouteRequest<AlertQuery>) => services.alerts.list(input),
  }),
  get: route({
    summary: 'Returns an alert.',
    returns: 'alert',
    call: ({ services, id }: RouteRequest<unknown>) => services.alerts.get(id),
  }),
  acknowledge: route({
    summary: 'Says that somebody takes care of an alert.',
    returns: 'alert',
    body: objectOf({ who: text }, 'who'),
    call: ({ services, id, input }: RouteRequest<AlertAcknowledgementOptions>) =>
      services.alerts.acknowledge(id, input),
  }),
} satisfies RoutesOf<Operations['alerts']>
