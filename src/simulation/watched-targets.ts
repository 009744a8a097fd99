// Stands between the Scheduler and Lambda: sees each attempt to hand over, and refuses where the script says so.
import type { Clock } from "../core/clock.ts";
import type { Targets } from "../engine/scheduler/scheduler.ts";
import { ServiceError } from "../engine/service.ts";
import type { Happening } from "./happening.ts";
import type { RunWatch } from "./run-watch.ts";
import type { Script } from "./script/script.ts";

export interface WatchedTargetsOptions {
  readonly clock: Clock;
  readonly script: Script;
  readonly watch: RunWatch;
  tell(happening: Happening): void;
}

interface Event {
  readonly job: string;
  readonly due: string;
  readonly attempt: string;
}

export function watchedTargets({ clock, script, watch, tell }: WatchedTargetsOptions): (targets: Targets) => Targets {
  return (targets) => ({
    ...targets,
    invokeFunction(functionArn, payload) {
      const event = JSON.parse(payload) as Event;
      const { job } = event;
      const dueAt = Date.parse(event.due);
      const at = clock.now();
      const firing = { job, dueAt, name: `${job} ${event.due}` };
      if (event.attempt === "1") {
        tell({ kind: "fired", job, dueAt, at });
        watch.fired(firing);
      }
      const refusal = refusalOf(functionArn, script.delivery(job, dueAt, at));
      if (refusal) {
        tell({ kind: "delivery failed", job, dueAt, at });
        throw refusal;
      }
      targets.invokeFunction(functionArn, payload);
      watch.delivered(firing);
    },
  });
}

/** As Lambda's own Invoke answers (Lambda API, Invoke): the first may pass by itself, the second is final for the Scheduler. */
function refusalOf(functionArn: string, said: ReturnType<Script["delivery"]>): ServiceError | undefined {
  switch (said) {
    case "taken":
      return undefined;
    case "throttled":
      return new ServiceError("TooManyRequestsException", "Rate Exceeded.");
    case "missing":
      return new ServiceError("ResourceNotFoundException", `Function not found: ${functionArn}`);
  }
}
