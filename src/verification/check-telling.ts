// The checks of how an existing function tells the recorder of its runs: where its records go, and whether its role may send them.
import { existingFunctionArn, type Place } from "../desired/arns.ts";
import { unqualified } from "../desired/names.ts";
import type { RecordingResource, Resource } from "../desired/resource.ts";
import { tellingPolicy } from "../desired/telling-policy.ts";
import { type Check, ng, ok, skip } from "./check.ts";
import { permissionCheck } from "./check-role.ts";
import { presence } from "./check-storage.ts";
import type { Evidence, Reading } from "./evidence.ts";

const functionOf = ({ name }: RecordingResource, place: Place): string => existingFunctionArn(place, unqualified(name));

/** ARNs of the functions that are to tell of their runs. */
export const tellingFunctions = (resources: readonly Resource[], place: Place): ReadonlySet<string> =>
  new Set(resources.flatMap((one) => (one.kind === "recording" ? [functionOf(one, place)] : [])));

/** Lambda sends a record with the rights of the function's own role. */
export function checkTelling(
  recording: RecordingResource,
  place: Place,
  { roles, functions }: Pick<Evidence, "roles" | "functions">,
): readonly Check[] {
  const recorder = recording.onFailureArn ?? "";
  const found = functions.get(functionOf(recording, place));
  // That it is not there, or may not be seen, is said of the function itself.
  if (found?.kind !== "found") return [];
  const { roleArn } = found.value;
  const role = roles.get(roleArn);
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  if (role?.kind === "unreadable") return [skip("may tell the recorder", role.reason)];
  if (role?.kind !== "found") return [ng("may tell the recorder", `its role ${name} is not there`, "create the role")];
  const mend = `add this to its role ${name}, which is not ours to change: ${JSON.stringify(tellingPolicy(recorder))}`;
  return [permissionCheck(role.value, { action: "lambda:InvokeFunction", resource: recorder }, mend)];
}

export function checkRecording(found: Reading<Resource>, wanted: RecordingResource): readonly Check[] {
  const there = presence(found);
  if (found.kind !== "found" || found.value.kind !== "recording") return [there];
  const actual = found.value;
  const compare = (check: string, seen: string | undefined, meant: string | undefined): Check => {
    if (seen === meant) return ok(check, seen);
    const foreign = seen !== undefined;
    const mend = foreign ? "take that destination away, or take record: out of the file" : "lamp sync";
    return ng(check, `its records go ${seen ?? "nowhere"}, not to ${meant ?? "nowhere"}`, mend);
  };
  return [
    compare("on success", actual.onSuccessArn, wanted.onSuccessArn),
    compare("on failure", actual.onFailureArn, wanted.onFailureArn),
  ];
}
