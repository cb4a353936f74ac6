/** What a transaction does with something: reads it, changes it, or only adds to it. */
export type Touch = 'read' | 'write' | 'add'

/** What others may do with it in the same group, so that their order does not matter. */
const compatible: Readonly<Record<Touch, Touch | undefined>> = { read: 'read', write: undefined, add: 'add' }

type Touches<Member> = Partial<Record<Touch, Set<Member>>>

/** What the members of a group have touched. */
export class Footprint<Member> {
  readonly #touches = new Map<string, Touches<Member>>()
  readonly #ofMember = new Map<Member, Touches<Member>[]>()

  /** Notes a touch; gives whether it leaves the members as independent of each other as they were. */
  note(member: Member, what: string, how: Touch): boolean {
    const touches = this.#touches.get(what) ?? {}
    for (const other of ['read', 'write', 'add'] as const)
      if (other !== compatible[how] && hasAnother(touches[other], member)) return false
    touches[how] ??= new Set()
    touches[how].add(member)
    this.#touches.set(what, touches)
    const mine = this.#ofMember.get(member) ?? []
    mine.push(touches)
    this.#ofMember.set(member, mine)
    return true
  }

  /** Takes back what a member touched that is out of the group. */
  forget(member: Member): void {
    for (const touches of this.#ofMember.get(member) ?? [])
      for (const members of Object.values(touches)) members.delete(member)
    this.#ofMember.delete(member)
  }
}

const hasAnother = <Member>(members: Set<Member> | undefined, member: Member): boolean =>
  members !== undefined && (members.size > 1 || (members.size === 1 && !members.has(member)))
