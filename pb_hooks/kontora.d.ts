/// <reference path="../pb_data/types.d.ts" />

// Types of Kontora's hooks, for editors. PocketBase's own are in
// pb_data/types.d.ts, which the program writes when it starts. The guide is
// docs/hooks.md. Begin a file of hooks with
//
//   /// <reference path="./kontora.d.ts" />

/** A record as the REST interface shows it to somebody who sees it all. Amounts are texts ("1500.00"), instants are "2026-03-26 06:40:00.000Z". */
interface KontoraRecord {
  readonly id: string
  readonly collectionName: string
  readonly collectionId: string
  readonly [field: string]: any
}

/** Who gave a command. */
interface KontoraUser {
  readonly id: string
  readonly name: string
  /** Full keys: backoffice/coord. */
  readonly roles: readonly string[]
}

/** What the events of a change share. */
interface KontoraChange {
  /** The type as in addresses: backoffice_payment. */
  readonly type: string
  /** Key of the transition; null for a plain change. */
  readonly transition: string | null
  /** State before; null for a new record or a type without states. */
  readonly from: string | null
  /** State after. */
  readonly to: string | null
  /** The record as it becomes. It is frozen: writing to it throws. */
  readonly record: KontoraRecord
  /** The record as it was; null for a new one. */
  readonly old: KontoraRecord | null
  /** Who gave the command; null for the engine itself. */
  readonly user: KontoraUser | null
  /** What the person wrote with the command; "" for nothing. */
  readonly comment: string
}

/** A transition that every rule has agreed to, before it is written. */
interface TransitionEvent extends KontoraChange {
  /** Refuses the command and ends the handler. The reasons are shown to the person as they are, those by field beside the field. */
  reject(reason?: string | Record<string, string>): never
  /** Gives a field another value. The record is judged again when the handler is through. */
  set(field: string, value: any): void
}

/** A change that has been committed. What it tells was written down with the change. */
interface EffectEvent extends KontoraChange {
  /** Names this change to this handler, and is the same every time it is told again: send it along, so that whoever is told can recognise a repetition. */
  readonly id: string
  /** 1, 2, …: how many times this handler has been told. From 2 on, an earlier time may have had its effect. */
  readonly attempt: number
  readonly kind: "create" | "edit" | "transition" | "archive" | "restore"
}

/** A configuration that has come into force. */
interface PublishEvent {
  readonly revision: number
  readonly hash: string
  /** Id of a person, "super" or "system". */
  readonly by: string
  readonly note: string
}

/** What goes with a command. */
interface CommandOptions {
  /** Reason or remark, kept in the history. */
  comment?: string
  /** Id of a person in whose name, and with whose rights only, the command is given. */
  as?: string
}

interface DoOptions extends CommandOptions {
  fields?: Record<string, any>
}

interface CreateOptions extends CommandOptions {
  /** Transition that the new record runs at once. */
  transition?: string
}

interface ListOptions {
  /** How many records; 50 unless told, 500 at most. */
  limit?: number
  /** Field to sort by, - before it for descending. By creation unless told. */
  sort?: string
}

/** What a command has done. */
interface Done {
  id: string
  /** Revision of the record; missing in onTransition, where commands run later. */
  revision?: number
}

/** Records and commands. A type is named by its key (backoffice/payment) or as in addresses (backoffice_payment). */
interface Kontora {
  /** Runs a transition. */
  do(type: string, id: string, transition: string, options?: DoOptions): Done
  create(type: string, fields: Record<string, any>, options?: CreateOptions): Done
  edit(type: string, id: string, fields: Record<string, any>, options?: CommandOptions): Done
  /** null when there is no such record. */
  read(type: string, id: string): KontoraRecord | null
  /** Records that meet a condition, in the language of list filters: it.amount > 500 and it.status == 'sent'. "" is all. */
  list(type: string, filter?: string, options?: ListOptions): KontoraRecord[]
  /** The engine's clock, as instants are written: "2026-03-26 06:40:00.000Z". */
  now(): string
  /** Parameters of all packs by full key: settings["backoffice/limit"]. */
  readonly settings: Record<string, any>
}

declare const $kontora: Kontora

/** Inside the transaction of the command: refuse or amend. Without types it hears of all. */
declare function onTransition(handler: (e: TransitionEvent) => void, ...types: string[]): void
/** After the commit: talk to the outside world. Told again after an error, until it returns without one. */
declare function onEffect(handler: (e: EffectEvent) => void, ...types: string[]): void
/** After a new configuration has come into force. */
declare function onPublish(handler: (e: PublishEvent) => void): void
