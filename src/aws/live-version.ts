// Which versions of a function there are, which one its alias live runs, and moving the alias to another.
import { LIVE } from "../desired/names.ts";
import type { Clients } from "./clients.ts";
import { unlessAbsent } from "./resources/adapter.ts";

export interface LiveVersion {
  readonly version: number;
  /** Lambda refuses a move of an alias that somebody moved meanwhile (Lambda API, UpdateAlias). */
  readonly revision: string | undefined;
}

/** undefined without the alias, or when it runs what is not published. */
export async function liveVersion(
  clients: Pick<Clients, "lambda">,
  FunctionName: string,
): Promise<LiveVersion | undefined> {
  const [lambda, { GetAliasCommand }] = await Promise.all([clients.lambda(), sdk()]);
  const alias = await unlessAbsent(lambda.send(new GetAliasCommand({ FunctionName, Name: LIVE })));
  const version = Number(alias?.FunctionVersion);
  return Number.isInteger(version) ? { version, revision: alias?.RevisionId } : undefined;
}

/** Published ones, ascending. */
export async function publishedVersions(
  clients: Pick<Clients, "lambda">,
  FunctionName: string,
): Promise<readonly number[]> {
  const [client, { paginateListVersionsByFunction }] = await Promise.all([clients.lambda(), sdk()]);
  const versions: number[] = [];
  for await (const page of paginateListVersionsByFunction({ client }, { FunctionName }))
    versions.push(...(page.Versions ?? []).map(({ Version }) => Number(Version)));
  return versions.filter(Number.isInteger).sort((a, b) => a - b);
}

/** An empty map ends a shift of traffic between two versions. */
export async function moveLive(
  clients: Pick<Clients, "lambda">,
  FunctionName: string,
  from: LiveVersion,
  to: number,
): Promise<void> {
  const [lambda, { UpdateAliasCommand }] = await Promise.all([clients.lambda(), sdk()]);
  const move = { FunctionName, Name: LIVE, FunctionVersion: String(to), RevisionId: from.revision };
  await lambda.send(new UpdateAliasCommand({ ...move, RoutingConfig: { AdditionalVersionWeights: {} } }));
}

/** Loaded when first used, as the clients are. */
const sdk = () => import("@aws-sdk/client-lambda");
