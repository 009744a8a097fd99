// The Scheduler's errors, in its words.
import { ServiceError } from "../service.ts";

export const invalid = (message: string) => new ServiceError("ValidationException", message);
export const conflict = (message: string) => new ServiceError("ConflictException", message);

export const noSchedule = (name: string) =>
  new ServiceError("ResourceNotFoundException", `Schedule ${name} does not exist.`);
export const noGroup = (name: string) =>
  new ServiceError("ResourceNotFoundException", `Schedule group ${name} does not exist.`);
