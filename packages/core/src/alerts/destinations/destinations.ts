import { ConflictError, ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { parseOptions } from '../../ports/index.js'
import { type Destination, destinationsTable } from '../../records/destination-records.js'
import {
  adaptersWith,
  channelOf,
  checkPlace,
  listPage,
  ownedRecords,
  pageList,
  type Runtime,
  tellOpenAlerts,
  withPlace,
} from '../../runtime/index.js'
import type { AlertDestinations } from './alert-destinations.js'
import { destinationChanges, shownDestination } from './destination-changes.js'
import {
  type DestinationOptions,
  type DestinationQuery,
  destinationQuerySchema,
  destinationSchema,
} from './destination-options.js'
import { countSending, withNewCode } from './verification.js'

/** The maximum number of destinations of an owner: each alert is decided on for every one of them. */
const maxDestinations = 100

/** Makes the destinations of one owner. */
export function createDestinations(runtime: Runtime, ownerId: string): AlertDestinations {
  const records = ownedRecords(runtime, destinationsTable, ownerId, 'destination')
  const { run, storage } = runtime
  const changes = destinationChanges(runtime, records, ownerId)

  const list = async (query: DestinationQuery = {}) => {
    const parsed = defined(parseOptions('alerts.destinations.list', destinationQuerySchema, query))
    const { limit, after, total, ...where } = parsed
    const page = await listPage(storage.collection(destinationsTable), ownerId, {
      where,
      limit,
      after,
      total,
    })
    return { ...page, items: page.items.map(shownDestination) }
  }

  return {
    create: (options) =>
      run(async () => shownDestination(await createDestination(runtime, records.base(), options))),
    get: (id) => run(async () => shownDestination(await records.find(id))),
    list: (query) => pageList((next) => run(() => list(next)), query),
    update: (id, patch, options) => run(() => changes.update(id, patch, options)),
    remove: (id, options) => run(() => changes.remove(id, options)),
    verify: (id, code) => run(() => changes.verify(id, code)),
    sendCode: (id) => run(() => changes.sendCode(id)),
    test: (id) => run(() => changes.test(id)),
    enable: (id) => run(() => changes.enable(id)),
    disable: (id) => run(() => changes.disable(id)),
  }
}

async function createDestination(
  runtime: Runtime,
  base: Pick<Destination, 'id' | 'ownerId' | 'version' | 'createdAt' | 'updatedAt'>,
  given: DestinationOptions,
): Promise<Destination> {
  const call = 'alerts.destinations.create'
  const { settings, after = 0, minSeverity = 'info', ...rest } = parseOptions(call, destinationSchema, given)
  const channel = channelOf(runtime, rest.channel)
  if (!channel) throw unknownChannel(runtime, call)
  const place = await checkPlace(runtime, channel, { call, settings })
  const { isForPeople = true } = channel
  if (isForPeople) await countSending(runtime, base)
  const destination: Destination = {
    ...base,
    ...defined(rest),
    ...place.members,
    status: isForPeople ? 'unverified' : 'active',
    minSeverity,
    afterMs: after,
  }
  const stored = await runtime.commit(base.ownerId, async (tables) => {
    const destinations = tables.collection(destinationsTable)
    if ((await destinations.count(base.ownerId)) >= maxDestinations)
      throw new ConflictError(`there are ${maxDestinations} destinations already; remove one first`)
    const placed = await withPlace(runtime, tables, destination, place)
    const told = isForPeople ? await withNewCode(runtime, tables, placed) : placed
    await destinations.write([{ insert: told }])
    if (told.status === 'active') await tellOpenAlerts(runtime, tables, told)
    return told
  })
  runtime.deliveriesWaiting.wake()
  if (stored.status === 'active') runtime.stepsWaiting.wake(base.ownerId)
  return stored
}

function unknownChannel({ adapters }: Runtime, call: string): ValidationError {
  const names = adaptersWith(adapters, 'channel').map(({ id }) => `'${id}'`)
  const message =
    names.length > 0
      ? `expected the id of an adapter with a channel: ${names.join(', ')}`
      : 'no adapter of createTelltale({ adapters }) has a channel; channelsFromEnvironment() makes some'
  return new ValidationError(call, [{ path: 'channel', message }])
}
