// Functions in Lambda: code, settings, then a version, and last the alias live, which takes the new version in one step.
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  type LambdaClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { LIVE } from "../../../desired/names.ts";
import type { FunctionResource, Tags } from "../../../desired/resource.ts";
import { AccessDenied, AwsError, CodeMissing, FunctionFailed, hasAwsCode } from "../../errors.ts";
import { untilKnown, untilReady } from "../../settling.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "../adapter.ts";
import { isEmpty, ourTags, tagChange } from "../tags.ts";
import { publishLive } from "./live-alias.ts";
import { hasSameCode, hasSameSettings, normalForm, settingsOf } from "./shape.ts";

/** Said of a role that was made a moment ago. */
const isRoleUnknown = (error: unknown) =>
  hasAwsCode(error, "InvalidParameterValueException") &&
  error instanceof AwsError &&
  /cannot be assumed/i.test(error.detail);

export function functionAdapter({ clients, clock }: AdapterContext): Adapter<FunctionResource> {
  /** Nothing of a function may be changed while an earlier change is under way (Lambda guide, function states). */
  const untilSettled = async (lambda: LambdaClient, name: string): Promise<FunctionConfiguration> => {
    const { Configuration: seen = {} } = await untilReady(
      clock,
      `function ${name}`,
      () => lambda.send(new GetFunctionCommand({ FunctionName: name })),
      ({ Configuration: now }) => now?.State !== "Pending" && now?.LastUpdateStatus !== "InProgress",
      ({ Configuration: now }) => `${now?.State}, ${now?.LastUpdateStatus}`,
    );
    if (seen.State === "Failed") throw new FunctionFailed(name, seen.StateReason);
    return seen;
  };
  const release = async (lambda: LambdaClient, wanted: FunctionResource) => {
    const { LastUpdateStatus, LastUpdateStatusReason } = await untilSettled(lambda, wanted.name);
    if (LastUpdateStatus === "Failed") throw new FunctionFailed(wanted.name, LastUpdateStatusReason);
    await publishLive(lambda, clock, wanted);
  };
  const retag = async (lambda: LambdaClient, from: FunctionResource, to: FunctionResource) => {
    const { set, remove } = tagChange(from.tags, to.tags);
    if (isEmpty(set) && remove.length === 0) return;
    const found = await lambda.send(new GetFunctionCommand({ FunctionName: to.name }));
    const Resource = found.Configuration?.FunctionArn;
    if (!isEmpty(set)) await lambda.send(new TagResourceCommand({ Resource, Tags: { ...set } }));
    if (remove.length > 0) await lambda.send(new UntagResourceCommand({ Resource, TagKeys: remove }));
  };
  return {
    read: async ({ name }) => readFunction(await clients.lambda(), name),
    async create(wanted, code) {
      const lambda = await clients.lambda();
      const command = {
        ...settingsOf(wanted),
        Architectures: [wanted.architecture],
        Code: { ZipFile: required(code, wanted) },
        Tags: { ...wanted.tags },
      };
      await untilKnown(clock, isRoleUnknown, () => lambda.send(new CreateFunctionCommand(command)));
      await release(lambda, wanted);
    },
    /** Looks at what $LATEST is now and does what is missing: after a lost answer nothing is done twice. */
    async update(from, to, code) {
      const lambda = await clients.lambda();
      let latest = normalForm(to.name, await untilSettled(lambda, to.name), {});
      if (!hasSameCode(latest, to)) {
        const command = { FunctionName: to.name, ZipFile: required(code, to), Architectures: [to.architecture] };
        await lambda.send(new UpdateFunctionCodeCommand(command));
        latest = normalForm(to.name, await untilSettled(lambda, to.name), {});
      }
      if (!hasSameSettings(latest, to)) {
        const command = settingsOf(to);
        await untilKnown(clock, isRoleUnknown, () => lambda.send(new UpdateFunctionConfigurationCommand(command)));
      }
      await release(lambda, to);
      await retag(lambda, from, to);
    },
    /** With all its versions and aliases. */
    async delete({ name }) {
      const lambda = await clients.lambda();
      await unlessAbsent(lambda.send(new DeleteFunctionCommand({ FunctionName: name })));
    },
  };
}

/** What alias live runs, in one call that says nothing certain of the tags; undefined without the alias. */
export async function readLive(lambda: LambdaClient, name: string, tags: Tags): Promise<FunctionResource | undefined> {
  const live = await unlessAbsent(lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: LIVE })));
  return live?.Configuration && normalForm(name, live.Configuration, tags);
}

/** What alias live runs; a function without the alias runs nothing of ours, so its code is said to be none. */
async function readFunction(lambda: LambdaClient, name: string): Promise<FunctionResource | undefined> {
  const [whole, live] = await Promise.all([
    unlessAbsent(lambda.send(new GetFunctionCommand({ FunctionName: name }))),
    unlessAbsent(lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: LIVE }))),
  ]);
  if (!whole?.Configuration) return undefined;
  const tags = tagsSeen(name, whole);
  return live?.Configuration
    ? normalForm(name, live.Configuration, tags)
    : { ...normalForm(name, whole.Configuration, tags), codeSha256: "" };
}

/** A function whose tags are kept from us is not to be taken for somebody else's (Lambda API, GetFunction, TagsError). */
function tagsSeen(name: string, { Tags, TagsError, $metadata }: GetFunctionCommandOutput): Tags {
  if (!TagsError) return ourTags(Tags);
  const { ErrorCode: awsCode = "AccessDeniedException", Message = "not allowed" } = TagsError;
  const detail = `tags of function ${name}: ${Message}`;
  throw new AccessDenied({ call: "Lambda.ListTags", awsCode, detail, requestId: $metadata.requestId }, undefined);
}

function required(code: Uint8Array | undefined, wanted: FunctionResource): Uint8Array {
  if (!code) throw new CodeMissing(wanted.name);
  return code;
}
