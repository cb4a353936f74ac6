import { abortedBy } from '../async/index.js'
import { TelltaleError } from '../errors/index.js'
import { Tally } from '../statistics/index.js'
import { FairLine, type LineLimits, type LinePath } from './fair-line.js'
import { Place } from './place.js'

/** The kind of some work, and whose it is. Work without a kind, an owner or a group is not limited by it. */
export interface Claim {
  /** The kind of the work, such as `monitor`. */
  readonly kind?: string
  /** The owner that it is done for. */
  readonly ownerId?: string
  /** The slow resource that it shares with other work of its kind, such as a site. */
  readonly group?: string
}

/** A claim in line for a place. */
export interface PlaceRequest {
  readonly claim: Claim
  /** Is called with the place when there is one. */
  readonly start: (place: Place) => void
}

/** The number of places that a kind, or an owner within it, may hold for each one that stays free for the others. */
const maxHeldPerFree = 9
/** The number of pieces of work of one group that may be under way, those that rest included. */
const maxPerGroup = 8
/** The number of calls of one owner that may be under way or wait for a place. */
const maxCallsPerOwner = 500
/** The number of pieces of work that may rest, for each place. Further ones keep their places while they wait. */
const maxRestingPerPlace = 10

const none = ''

/**
 * The places in which work runs side by side. Kinds take turns, and so do the owners within a kind. A kind that holds
 * places gets no more than nine tenths of what it and nobody holds, and an owner no more than nine tenths of what is left
 * to his kind. So others find a place, however long the work of one takes.
 */
export class Places {
  readonly #count: number
  readonly #line = new FairLine<PlaceRequest>()
  /** Work that has rested. It goes on before other work begins. */
  readonly #returning = new FairLine<() => void>()
  readonly #heldByKind = new Tally()
  readonly #heldByOwner = new Tally()
  readonly #begunByGroup = new Tally()
  readonly #callsByOwner = new Tally()
  readonly #limits: LineLimits
  #held = 0
  #resting = 0
  #isServing = false

  /** @param count - the number of places. */
  constructor(count: number) {
    this.#count = count
    this.#limits = {
      isKindOpen: ({ kind }) => this.#roomOfKind(kind) > 0,
      isOwnerOpen: (path) => this.#roomOfOwner(path) > 0,
      isGroupOpen: ({ kind, group }) =>
        group === none || this.#begunByGroup.of(keyOf(kind, group)) < maxPerGroup,
    }
  }

  /** Puts a claim in the line, and starts it when it is its turn: at once when there is a place for it. */
  request(request: PlaceRequest): void {
    this.#line.add(request, pathOf(request.claim))
    this.#serve()
  }

  /** Removes a claim that has not started from the line. */
  cancel(request: PlaceRequest): void {
    this.#line.delete(request, pathOf(request.claim))
  }

  /** Starts nothing before `change` is done, so that the order of the requests that it makes is no advantage. */
  atOnce(change: () => void): void {
    this.#isServing = true
    try {
      change()
    } finally {
      this.#isServing = false
    }
    this.#serve()
  }

  /**
   * Runs a call of an owner once there is a place for it, and resolves as the call does.
   *
   * @param signal - leaves the line while the call waits.
   * @throws `TelltaleError` of code `TOO_MANY_CALLS` when 500 calls of this owner are under way or wait, and of code
   *   `ABORTED` when the signal fires before there is a place.
   */
  async run<Result>(
    claim: Claim & { readonly ownerId: string },
    signal: AbortSignal,
    call: () => Promise<Result>,
  ): Promise<Result> {
    const { ownerId } = claim
    if (this.#callsByOwner.of(ownerId) >= maxCallsPerOwner)
      throw new TelltaleError(
        `${maxCallsPerOwner} checks and readings of this owner are under way or wait; ask again when some have ended`,
        { code: 'TOO_MANY_CALLS', status: 429, retryable: true },
      )
    this.#callsByOwner.add(ownerId, 1)
    try {
      const place = await this.#take(claim, signal)
      try {
        return await place.run(call)
      } finally {
        place.release()
      }
    } finally {
      this.#callsByOwner.add(ownerId, -1)
    }
  }

  /** Waits in line for a place, until the signal fires. */
  #take(claim: Claim, signal: AbortSignal): Promise<Place> {
    if (signal.aborted) return Promise.reject(abortedBy(signal))
    return new Promise((resolve, reject) => {
      const request: PlaceRequest = {
        claim,
        start: (place) => {
          signal.removeEventListener('abort', leave)
          resolve(place)
        },
      }
      const leave = () => {
        this.cancel(request)
        reject(abortedBy(signal))
      }
      signal.addEventListener('abort', leave, { once: true })
      this.request(request)
    })
  }

  #roomOfKind(kind: string): number {
    const free = this.#count - this.#held
    return kind === none ? free : shareOf(free, this.#heldByKind.of(kind))
  }

  #roomOfOwner({ kind, ownerId }: LinePath): number {
    const room = this.#roomOfKind(kind)
    return ownerId === none ? room : shareOf(room, this.#heldByOwner.of(keyOf(kind, ownerId)))
  }

  #start({ claim, start }: PlaceRequest): void {
    const path = pathOf(claim)
    this.#begunByGroup.add(keyOf(path.kind, path.group), 1)
    this.#seat(path, 1)
    start(
      new Place({
        rest: () => this.#rest(path),
        comeBack: (onSeated) => this.#comeBack(path, onSeated),
        end: (isResting) => this.#end(path, isResting),
      }),
    )
  }

  #seat({ kind, ownerId }: LinePath, change: 1 | -1): void {
    this.#held += change
    this.#heldByKind.add(kind, change)
    this.#heldByOwner.add(keyOf(kind, ownerId), change)
  }

  #rest(path: LinePath): boolean {
    if (this.#resting >= this.#count * maxRestingPerPlace) return false
    this.#resting += 1
    this.#seat(path, -1)
    this.#serve()
    return true
  }

  #comeBack(path: LinePath, onSeated: () => void): () => void {
    const seat = () => {
      this.#resting -= 1
      this.#seat(path, 1)
      onSeated()
    }
    const withoutGroup = { ...path, group: none }
    this.#returning.add(seat, withoutGroup)
    this.#serve()
    return () => this.#returning.delete(seat, withoutGroup)
  }

  #end(path: LinePath, isResting: boolean): void {
    const { kind, group } = path
    this.#begunByGroup.add(keyOf(kind, group), -1)
    this.#line.openGroup(kind, group)
    if (isResting) this.#resting -= 1
    else this.#seat(path, -1)
    this.#serve()
  }

  /** Gives the free places to those in line. */
  #serve(): void {
    if (this.#isServing) return
    this.#isServing = true
    for (;;) {
      const comeBack = this.#returning.take(this.#limits)
      const next = comeBack ? undefined : this.#line.take(this.#limits)
      if (comeBack) comeBack()
      else if (next) this.#start(next)
      else break
    }
    this.#isServing = false
  }
}

const keyOf = (kind: string, name: string): string => `${kind} ${name}`

const pathOf = ({ kind = none, ownerId = none, group = none }: Claim): LinePath => ({ kind, ownerId, group })

/**
 * Returns how many more of `room` places somebody may take who holds some: as many as keep what he holds at nine times
 * what is left, or less. Whoever holds none may take one in any case.
 */
function shareOf(room: number, held: number): number {
  const share = Math.floor((maxHeldPerFree * room - held) / (maxHeldPerFree + 1))
  return held === 0 && room > 0 ? Math.max(1, share) : share
}
