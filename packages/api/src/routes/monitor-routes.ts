import type {
  CheckQuery,
  HeartbeatReport,
  HeartbeatStart,
  HistoryOptions,
  ImportOptions,
  ListOptions,
  MonitorDefinitions,
  MonitorOptions,
  MonitorPatch,
  MonitorQuery,
} from '@telltale/core'
import { toJson } from '@telltale/core/json'
import { idOnly } from '../openapi/data-schemas.js'
import { boolean, integer, listOf, number, object, objectOf, oneOf, text } from '../openapi/json-schema.js'
import { monitorOptions } from '../openapi/monitor-options.js'
import type { Operations } from '../operations.js'
import { historyQuery, listQuery } from '../request/read-query.js'
import { reportRoutes } from './report-routes.js'
import { type RouteRequest, type RoutesOf, route } from './route.js'

/** A configuration of another tool, and which one it is of. */
export interface MonitorImport extends ImportOptions {
  /** The text of the configuration, or of several files of it. */
  readonly text: string | readonly string[]
}

const times = { maintenance: { from: true, to: true } } as const
const definitions = objectOf(
  { scope: text, monitors: listOf(objectOf(monitorOptions, 'key')) },
  'scope',
  'monitors',
)

/** Every option of a monitor that a patch may take back to its default, taken back. */
const defaults = Object.fromEntries(
  Object.keys(monitorOptions).flatMap((name) =>
    ['url', 'key', 'heartbeat', 'paused'].includes(name) ? [] : [[name, null]],
  ),
)

const definedByCode = {
  import: route({
    summary: "Carries the monitors of another tool's configuration over, and tells what became of each.",
    returns: 'import-result',
    body: objectOf(
      {
        text: { anyOf: [text, listOf(text)] },
        from: oneOf('uptime-kuma', 'gatus'),
        variables: object,
        dryRun: boolean,
      },
      'text',
      'from',
    ),
    call: ({ services, input }: RouteRequest<MonitorImport>) => {
      const { text, ...options } = input
      return services.monitors.import(text, options)
    },
  }),
  plan: route({
    summary: 'Compares definitions with the monitors of their scope, and changes nothing.',
    data: objectOf({
      create: listOf(object),
      update: listOf(object),
      unchanged: listOf(object),
      delete: listOf(object),
    }),
    body: definitions,
    times: { monitors: times },
    toData: ({ create, update, unchanged, delete: deleted }) => ({
      create,
      update: update.map(({ monitor, ...rest }) => ({ monitor: toJson('monitor', monitor), ...rest })),
      unchanged: toJson('monitor', unchanged),
      delete: toJson('monitor', deleted),
    }),
    call: ({ services, input }: RouteRequest<MonitorDefinitions>) => services.monitors.plan(input),
  }),
  apply: route({
    summary: 'Makes the monitors of a scope those of its definitions.',
    data: objectOf({
      created: listOf(object),
      updated: listOf(object),
      unchanged: listOf(object),
      deleted: listOf(object),
    }),
    body: definitions,
    times: { monitors: times },
    toData: ({ created, updated, unchanged, deleted }) => ({
      created: toJson('monitor', created),
      updated: toJson('monitor', updated),
      unchanged: toJson('monitor', unchanged),
      deleted: toJson('monitor', deleted),
    }),
    call: ({ services, input }: RouteRequest<MonitorDefinitions>) => services.monitors.apply(input),
  }),
}

const checking = {
  run: route({
    summary: 'Checks now, whatever the schedule says. A target that fails gives a result with a `failure`.',
    returns: 'check',
    status: 201,
    call: ({ services, id, signal }: RouteRequest<unknown>) => services.monitors.check(id, { signal }),
  }),
  latest: route({
    summary: 'Returns the result of the last check; `null` before the first one.',
    returns: 'check',
    isNullable: true,
    call: async ({ services, id }: RouteRequest<unknown>) =>
      (await services.monitors.checks(id, { limit: 1 })).items[0] ?? null,
  }),
  history: route({
    summary: 'Returns a page of the results of its checks, or of those that failed, newest first.',
    returns: 'check',
    many: 'page',
    query: { ...historyQuery, failed: 'boolean' },
    call: ({ services, id, input }: RouteRequest<CheckQuery>) => services.monitors.checks(id, input),
  }),
  heartbeat: route({
    summary: 'Records a heartbeat of a push monitor: its job ran, or failed.',
    returns: 'check',
    status: 201,
    body: objectOf({ durationMs: number, failure: text, exitCode: integer, run: text }),
    isBodyOptional: true,
    call: ({ services, id, input }: RouteRequest<HeartbeatReport | undefined>) =>
      services.monitors.heartbeat(id, input),
  }),
  heartbeatStart: route({
    summary: "Records that a run of a push monitor's job begins.",
    returns: 'monitor',
    status: 201,
    body: objectOf({ run: text }),
    isBodyOptional: true,
    call: ({ services, id, input }: RouteRequest<HeartbeatStart | undefined>) =>
      services.monitors.heartbeatStart(id, input),
  }),
  missedSlots: route({
    summary: 'Returns a page of the slots that it missed, newest first.',
    returns: 'missed-slots',
    many: 'page',
    query: historyQuery,
    call: ({ services, id, input }: RouteRequest<HistoryOptions>) => services.monitors.missedSlots(id, input),
  }),
  incidents: route({
    summary: 'Returns a page of its incidents, the last started first.',
    returns: 'incident',
    many: 'page',
    query: listQuery,
    call: ({ services, id, input }: RouteRequest<ListOptions>) =>
      services.monitors.incidents({ ...input, monitorId: id }),
  }),
}

/** The routes of monitors. */
export const monitorRoutes = {
  list: route({
    summary:
      'Returns a page of the monitors, or of those that a query selects, in the order they were created.',
    returns: 'monitor',
    many: 'page',
    query: { ...listQuery, tag: 'text', region: 'text', tier: 'text', state: 'text' },
    call: ({ services, input }: RouteRequest<MonitorQuery>) => services.monitors.list(input),
  }),
  create: route({
    summary: 'Creates a monitor.',
    returns: 'monitor',
    status: 201,
    body: objectOf(monitorOptions),
    times,
    call: ({ services, input }: RouteRequest<MonitorOptions>) => services.monitors.create(input),
  }),
  get: route({
    summary: 'Returns a monitor.',
    returns: 'monitor',
    call: ({ services, id }: RouteRequest<unknown>) => services.monitors.get(id),
  }),
  replace: route({
    isVersioned: true,
    summary:
      'Changes a monitor; each option that is left out goes back to its default. Without `url` it keeps its own.',
    returns: 'monitor',
    body: objectOf(monitorOptions),
    times,
    call: ({ services, id, input, change }: RouteRequest<Omit<MonitorOptions, 'key'>>) =>
      services.monitors.update(id, { ...defaults, paused: false, ...input }, change),
  }),
  update: route({
    isVersioned: true,
    summary: 'Changes the named options of a monitor; `null` takes one back to its default.',
    returns: 'monitor',
    body: object,
    times,
    call: ({ services, id, input, change }: RouteRequest<MonitorPatch>) =>
      services.monitors.update(id, input, change),
  }),
  delete: route({
    isVersioned: true,
    summary: 'Deletes a monitor with its checks, roll-ups and incidents.',
    data: idOnly,
    call: async ({ services, id, change }: RouteRequest<unknown>) => {
      await services.monitors.delete(id, change)
      return { id }
    },
  }),
  ...definedByCode,
  ...checking,
  ...reportRoutes,
} satisfies RoutesOf<Operations['monitors']>
