// The due times without a run between two places of the history: what was in force is read once, however many pages are.
import { type MissedInput, missedRuns } from "../history/missed-runs.ts";
import { orderOfRun } from "../history/newest-first.ts";
import type { Run } from "../history/run.ts";
import { readEngineSpans } from "../ledger/engine-spans.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import { parseRunOrder } from "../ledger/keys.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import { revisionsOfNames } from "../ledger/lineage/revisions-of-names.ts";
import { allRevisions } from "../ledger/reads/all-revisions.ts";
import { type Arrival, arrivalsOf } from "../ledger/reads/arrivals.ts";
import type { Renames } from "../ledger/reads/renames.ts";
import type { HistoryRequest } from "./read-history.ts";

interface Known {
  readonly jobs: readonly Pick<MissedInput, "job" | "names" | "revisions">[];
  readonly engine: MissedInput["engine"];
}

export class HolesOfHistory {
  readonly #ledger: Ledger;
  readonly #request: HistoryRequest;
  readonly #renames: Renames;
  #known: Promise<Known> | undefined;

  constructor(ledger: Ledger, request: HistoryRequest, renames: Renames) {
    this.#ledger = ledger;
    this.#request = request;
    this.#renames = renames;
  }

  /** After the one place and before the other, either of which may be an end; `runs` are all that lie between. */
  async between(
    after: string | undefined,
    before: string | undefined,
    runs: readonly Arrival[],
  ): Promise<readonly Run[]> {
    this.#known ??= this.#read();
    const { jobs, engine } = await this.#known;
    const span = { fromAt: dueOf(before) ?? this.#request.fromAt, toAt: dueOf(after) ?? this.#request.toAt };
    const arrived = [...runs, ...(await this.#nearby(after)), ...(await this.#nearby(before))];
    const now = this.#ledger.clock.now();
    return jobs
      .flatMap((job) => missedRuns({ ...job, ...span, runs: arrived, now, engine }))
      .filter((run) => {
        const order = orderOfRun(run);
        return (after === undefined || order < after) && (before === undefined || order > before);
      });
  }

  /** A run of a former name has another place than its due time has under the present one. */
  async #nearby(place: string | undefined): Promise<readonly Arrival[]> {
    const dueAt = dueOf(place);
    if (dueAt === undefined || this.#renames.size === 0) return [];
    return arrivalsOf(this.#ledger, { fromAt: dueAt, toAt: dueAt + 1_000 });
  }

  async #read(): Promise<Known> {
    const { job, jobs, embedded } = this.#request;
    const [engine, known] = await Promise.all([
      embedded ? readEngineSpans(this.#ledger) : undefined,
      job === undefined ? this.#revisionsOfAll(jobs) : this.#revisionsOf(job).then((one) => [one]),
    ]);
    return { jobs: known, engine };
  }

  async #revisionsOf(job: string, ofName?: (name: string) => Promise<readonly Revision[]>) {
    const spans = namesOfJob(job, this.#renames);
    return { job, names: plainNames(spans), revisions: await revisionsOfNames(this.#ledger, spans, ofName) };
  }

  async #revisionsOfAll(jobs: readonly string[]) {
    const all = await allRevisions(this.#ledger);
    return Promise.all(jobs.map((job) => this.#revisionsOf(job, async (name) => all.get(name) ?? [])));
  }
}

const dueOf = (place: string | undefined): number | undefined =>
  place === undefined ? undefined : parseRunOrder(place)?.dueAt;
