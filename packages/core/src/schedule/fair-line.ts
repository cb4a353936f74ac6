/** The names under which an item waits: its kind, its owner within that, and its group within that. */
export interface LinePath {
  readonly kind: string
  readonly ownerId: string
  readonly group: string
}

/** The limits that tell which items may be taken now. */
export interface LineLimits {
  /** Tells whether an item of a kind may be taken, if its owner and its group allow it too. */
  isKindOpen(path: LinePath): boolean
  /** Tells whether an item of an owner may be taken, if its group allows it too. */
  isOwnerOpen(path: LinePath): boolean
  /** Tells whether an item of a group may be taken. */
  isGroupOpen(path: LinePath): boolean
}

/** The items of one owner and kind. */
interface Lane<Item> {
  readonly kind: string
  readonly ownerId: string
  /** The items by group, the group whose turn is next first. */
  readonly groups: Map<string, Set<Item>>
}

/**
 * A line in which kinds take turns (round robin), then the owners of a kind, then the groups of an owner. The items of one
 * group are taken in the order in which they came.
 *
 * An owner whose groups are all closed leaves the turns until one of them has opened. So many owners who wait for one
 * group cost nothing while others are served.
 */
export class FairLine<Item> {
  /** The lanes that take turns, by kind and owner; the ones whose turn is next first. */
  readonly #turns = new Map<string, Map<string, Lane<Item>>>()
  /** All lanes, those that wait for a group included. */
  readonly #lanes = new Map<string, Lane<Item>>()
  /** The lanes that wait for a group to open, by kind and group. */
  readonly #blocked = new Map<string, Set<Lane<Item>>>()

  /** Adds an item. */
  add(item: Item, { kind, ownerId, group }: LinePath): void {
    const key = laneKey(kind, ownerId)
    const lane = this.#lanes.get(key) ?? { kind, ownerId, groups: new Map() }
    this.#lanes.set(key, lane)
    const items = lane.groups.get(group) ?? new Set()
    lane.groups.set(group, items)
    items.add(item)
    this.#giveTurn(lane)
  }

  /** Removes an item; does nothing when it is not in the line. */
  delete(item: Item, { kind, ownerId, group }: LinePath): void {
    const lane = this.#lanes.get(laneKey(kind, ownerId))
    if (lane?.groups.get(group)?.delete(item)) this.#tidy(lane, group)
  }

  /** Takes the next item that the limits allow, and gives its kind, owner and group the last turn. */
  take(limits: LineLimits): Item | undefined {
    for (const [kind, lanes] of this.#turns) {
      if (!limits.isKindOpen({ kind, ownerId: '', group: '' })) continue
      const item = this.#takeOfKind(lanes, limits)
      if (item === undefined) continue
      moveToEnd(this.#turns, kind)
      return item
    }
    return undefined
  }

  /** Gives the next owner who waits for a group a turn: the group has opened for one item. */
  openGroup(kind: string, group: string): void {
    const waiting = this.#blocked.get(laneKey(kind, group))
    for (const lane of waiting ?? []) {
      waiting?.delete(lane)
      if (waiting?.size === 0) this.#blocked.delete(laneKey(kind, group))
      if (!lane.groups.has(group)) continue
      this.#giveTurn(lane)
      return
    }
  }

  #takeOfKind(lanes: Map<string, Lane<Item>>, limits: LineLimits): Item | undefined {
    for (const [ownerId, lane] of lanes) {
      const { kind } = lane
      if (!limits.isOwnerOpen({ kind, ownerId, group: '' })) continue
      for (const [group, items] of lane.groups) {
        if (!limits.isGroupOpen({ kind, ownerId, group })) continue
        const [item] = items
        items.delete(item as Item)
        moveToEnd(lane.groups, group)
        moveToEnd(lanes, ownerId)
        this.#tidy(lane, group)
        return item
      }
      this.#block(lane)
    }
    return undefined
  }

  #giveTurn(lane: Lane<Item>): void {
    const lanes = this.#turns.get(lane.kind) ?? new Map()
    this.#turns.set(lane.kind, lanes)
    if (!lanes.has(lane.ownerId)) lanes.set(lane.ownerId, lane)
  }

  /** Takes a lane out of the turns until one of its groups opens. */
  #block(lane: Lane<Item>): void {
    const { kind, ownerId, groups } = lane
    this.#turns.get(kind)?.delete(ownerId)
    for (const group of groups.keys()) {
      const key = laneKey(kind, group)
      this.#blocked.set(key, (this.#blocked.get(key) ?? new Set()).add(lane))
    }
  }

  /** Forgets what is empty. */
  #tidy({ kind, ownerId, groups }: Lane<Item>, group: string): void {
    if (groups.get(group)?.size === 0) groups.delete(group)
    if (groups.size > 0) return
    this.#lanes.delete(laneKey(kind, ownerId))
    this.#turns.get(kind)?.delete(ownerId)
    if (this.#turns.get(kind)?.size === 0) this.#turns.delete(kind)
  }
}

const laneKey = (kind: string, name: string): string => `${kind} ${name}`

function moveToEnd<Value>(turns: Map<string, Value>, name: string): void {
  const value = turns.get(name)
  turns.delete(name)
  if (value !== undefined) turns.set(name, value)
}
