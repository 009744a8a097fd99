// Publishes what $LATEST is as a version, and points the alias live at it.
import {
  CreateAliasCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import type { Clock } from "../../../core/clock.ts";
import { LIVE } from "../../../desired/names.ts";
import type { FunctionResource } from "../../../desired/resource.ts";
import { hasAwsCode } from "../../errors.ts";
import { untilKnown } from "../../settling.ts";
import { isAbsent } from "../adapter.ts";

/** No new version comes of it when nothing changed since the last one (Lambda API, PublishVersion): repeating is safe.
 * The hash makes Lambda refuse when somebody else put other code there meanwhile. */
export async function publishLive(lambda: LambdaClient, clock: Clock, wanted: FunctionResource): Promise<void> {
  const publish = new PublishVersionCommand({ FunctionName: wanted.name, CodeSha256: wanted.codeSha256 });
  const isBusy = (error: unknown) => hasAwsCode(error, "ResourceConflictException");
  const { Version: version } = await untilKnown(clock, isBusy, () => lambda.send(publish));
  const alias = { FunctionName: wanted.name, Name: LIVE, FunctionVersion: version };
  try {
    // An empty map ends a shift of traffic between two versions that somebody may have set up.
    await lambda.send(new UpdateAliasCommand({ ...alias, RoutingConfig: { AdditionalVersionWeights: {} } }));
  } catch (error) {
    if (!isAbsent(error)) throw error;
    await lambda.send(new CreateAliasCommand(alias));
  }
}
