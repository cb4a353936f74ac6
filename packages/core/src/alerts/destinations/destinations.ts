import { ConflictError, ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { parseOptions } from '../../ports/index.js'
import {
  type AlertDestination,
  type Destination,
  destinationsTable,
} from '../../records/destination-records.js'
import {
  adaptersWith,
  type ChangeOptions,
  channelOf,
  checkPlace,
  listPage,
  ownedRecords,
  type PageList,
  pageList,
  type Runtime,
  tellOpenAlerts,
  withPlace,
} from '../../runtime/index.js'
import { destinationChanges, shownDestination } from './destination-changes.js'
import {
  type DestinationCode,
  type DestinationOptions,
  type DestinationPatch,
  type DestinationQuery,
  destinationQuerySchema,
  destinationSchema,
} from './destination-options.js'
import { countSending, withNewCode } from './verification.js'

/** The maximum number of destinations of an owner: each alert is decided on for every one of them. */
const maxDestinations = 100

/** The destinations of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface AlertDestinations {
  /**
   * Adds a destination. One that a person reads is sent a code, and nothing else until {@link AlertDestinations.verify} was
   * called with it. One of programs, such as a webhook, is active at once: what it gets is signed, or needs a key that only
   * its owner has. A destination that becomes active is told of the alerts that are open.
   *
   * @throws `ValidationError` naming the invalid part, or a secret that has no key; `ConflictError` when there are 100; `BudgetError` when 30 codes were sent in an hour.
   */
  create(options: DestinationOptions): Promise<AlertDestination>
  /** Returns one destination. @throws `NotFoundError` */
  get(id: string): Promise<AlertDestination>
  /** Returns destinations, oldest first. @throws `ValidationError` */
  list(query?: DestinationQuery): PageList<AlertDestination>
  /**
   * Changes a destination. At another place it is sent a code anew. @throws `NotFoundError` `ValidationError` `ConflictError`
   */
  update(id: string, patch: DestinationPatch, options?: ChangeOptions): Promise<AlertDestination>
  /** Removes a destination, and withdraws what waits for it. @throws `NotFoundError` `ConflictError` */
  remove(id: string, options?: ChangeOptions): Promise<void>
  /**
   * Verifies a destination by the code that its reader hands back.
   *
   * @throws `NotFoundError`; `ValidationError` when it is another code; `ConflictError` when none is open, or after 5 wrong ones.
   */
  verify(id: string, code: DestinationCode): Promise<AlertDestination>
  /**
   * Sends another code, which counts for 10 minutes, and the one before no more.
   *
   * @throws `NotFoundError`; `ConflictError` when it is verified; `BudgetError` when 5 were sent to it in an hour.
   */
  sendCode(id: string): Promise<AlertDestination>
  /**
   * Sends a test message to an active destination.
   *
   * @throws `NotFoundError`; `ConflictError` when it is not active; `BudgetError` when 5 tests and codes were sent to it in an hour.
   */
  test(id: string): Promise<void>
  /**
   * Sends again to a destination that was disabled, and tells it of the alerts that are open. One whose reader ended it has to
   * be verified first, and is sent a code.
   *
   * @throws `NotFoundError` `BudgetError`
   */
  enable(id: string): Promise<AlertDestination>
  /** Sends nothing more to a destination, and withdraws what waits for it. @throws `NotFoundError` */
  disable(id: string): Promise<AlertDestination>
}

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
