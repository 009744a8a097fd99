// Every member of every operation's input is looked at when the operation is carried out, or declared as one that is not:
// what is accepted and never looked at would be ignored in silence.
import { expect, test } from "vitest";
import { silentLog } from "../../../../src/core/log.ts";
import { systemRandom } from "../../../../src/core/random.ts";
import { VirtualClock } from "../../../../src/core/virtual-clock.ts";
import { ownerOf } from "../../../../src/engine/access/caller.ts";
import { words } from "../../../../src/engine/gaps/gap.ts";
import { GAPS } from "../../../../src/engine/gaps/gaps.ts";
import type { Host } from "../../../../src/engine/lambda/host/host.ts";
import type { Call, EngineContext } from "../../../../src/engine/service.ts";
import { createServices, type Services } from "../../../../src/engine/services.ts";
import { Store } from "../../../../src/engine/store.ts";
import type { Model } from "../../../../src/engine/wire/model.ts";
import { modelOf } from "../../../../src/engine/wire/models.ts";
import { filled, isMembers, pathsIn } from "./filled.ts";
import { corrected, NAMED, PREPARED } from "./inputs.ts";
import { watched } from "./watched.ts";

const ACCOUNT = "000000000000";
const call: Call = {
  ...{ requestId: "0", region: "us-east-1", account: ACCOUNT, accessKeyId: undefined, caller: ownerOf(ACCOUNT) },
  refusal: () => undefined,
  origin: "http://127.0.0.1:1",
  signal: new AbortController().signal,
};
const host: Host = {
  room: 1,
  busyOf: () => 0,
  retire() {},
  close() {},
  invoke: async () => ({ status: "success", payload: Buffer.from("{}"), errorType: undefined, logTail: "" }),
};

/** Looked at only where there is something to be looked at for, and what there is to it. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "ssm.PutParameter Overwrite": "nothing is there to be overwritten",
  "sts.GetAccessKeyInfo AccessKeyId": "every key is of the one account",
  "s3.UploadPart Body": "there is no such upload",
  "s3.UploadPart PartNumber": "there is no such upload",
  "s3.CompleteMultipartUpload MultipartUpload": "there is no such upload",
  "s3.CompleteMultipartUpload MultipartUpload.Parts": "there is no such upload",
  "s3.CompleteMultipartUpload MultipartUpload.Parts.ETag": "there is no such upload",
  "s3.CompleteMultipartUpload MultipartUpload.Parts.PartNumber": "there is no such upload",
};

async function opened(): Promise<Services> {
  const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
  const store = Store.open(":memory:");
  const context: EngineContext = {
    ...{ store, clock, random: systemRandom, account: ACCOUNT, region: "us-east-1" },
    origin: () => "http://127.0.0.1:1",
  };
  const parts = { log: silentLog, directory: ":memory:", bootstrapPath: undefined, limits: undefined, host };
  const services = createServices(context, { ...parts, enforcePermissions: false });
  for (const [service, operation, input] of PREPARED) await actOf(services, service, operation)(input, call);
  return services;
}

function actOf(services: Services, service: string, operation: string) {
  const act = services.all.find(({ name }) => name === service)?.operations[operation];
  if (!act) throw new RangeError(`${service}.${operation}`);
  return act;
}

const declared = (service: string, operation: string) => {
  const gaps = (GAPS[service] ?? []).filter(({ operations }) => words(operations).includes(operation));
  const names = gaps.flatMap(({ parameters }) => words(parameters));
  return (path: string) => names.some((name) => path === name || path.startsWith(`${name}.`));
};

async function unreadOf(service: string, operation: string, model: Model): Promise<string[]> {
  const services = await opened();
  const input = filled(model, model.operations[operation]?.input, NAMED);
  const given = corrected(service, operation, isMembers(input) ? input : {});
  const read = new Set<string>();
  let said = "";
  try {
    await actOf(services, service, operation)(watched(given, read), call);
  } catch (error) {
    said = ` (${String(error)})`;
  }
  await services.close();
  const isDeclared = declared(service, operation);
  const unread = [...new Set(pathsIn(given))].filter((path) => !read.has(path) && !isDeclared(path));
  return unread
    .filter((path) => EXPLAINED[`${service}.${operation} ${path}`] === undefined)
    .map((path) => `${service}.${operation} ${path}${said}`);
}

test.each(Object.keys(GAPS))(
  "no member of an input of %s goes unread",
  async (service) => {
    const model = modelOf(service);
    if (!model) throw new RangeError(service);
    const services = await opened();
    const names = Object.keys(services.all.find(({ name }) => name === service)?.operations ?? {});
    await services.close();
    const unread: string[] = [];
    for (const operation of names) unread.push(...(await unreadOf(service, operation, model)));
    expect(unread).toEqual([]);
    expect(names.length).toBeGreaterThan(3);
  },
  60_000,
);
