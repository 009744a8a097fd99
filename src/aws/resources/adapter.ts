// What every kind of resource has: reading into the normal form, and the three changes. Each is safe to repeat.
import type { Clock } from "../../core/clock.ts";
import type { Resource, ScheduleResource } from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import { hasAwsCode } from "../errors.ts";

export interface AdapterContext {
  readonly clients: Clients;
  readonly clock: Clock;
}

/** What a resource is found by. */
export type Identity<R extends Resource> = R extends ScheduleResource ? Pick<R, "group" | "name"> : Pick<R, "name">;

export interface Adapter<R extends Resource> {
  /** With the service's defaults filled in; undefined when there is none. */
  read(identity: Identity<R>): Promise<R | undefined>;
  create(resource: R, code: Uint8Array | undefined): Promise<void>;
  update(from: R, to: R, code: Uint8Array | undefined): Promise<void>;
  /** No error when there is none. */
  delete(resource: R): Promise<void>;
}

const ABSENT = ["ResourceNotFoundException", "NoSuchEntityException", "NoSuchEntity", "QueueDoesNotExist"];
const PRESENT = [
  "ConflictException",
  "EntityAlreadyExistsException",
  "EntityAlreadyExists",
  "QueueNameExists",
  "QueueAlreadyExists",
  "ResourceInUseException",
  "ResourceAlreadyExistsException",
  "ResourceConflictException",
];

/** The same fact under each service's name. */
export const isAbsent = (error: unknown): boolean =>
  hasAwsCode(error, ...ABSENT, "AWS.SimpleQueueService.NonExistentQueue");
export const isAlreadyThere = (error: unknown): boolean => hasAwsCode(error, ...PRESENT);

export async function unlessAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
