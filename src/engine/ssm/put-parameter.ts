// PutParameter: a new parameter, or a further version of one.
// Pages: Systems Manager API Reference, PutParameter; User Guide, "Working with Parameter Store", naming and tiers.
import { type Call, ServiceError } from "../service.ts";
import { newest, type ParameterRow, type Ssm } from "./parameters.ts";

interface PutInput {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: ParameterRow["type"];
  readonly Overwrite?: boolean;
  readonly Tier?: string;
  readonly DataType?: string;
}

const MOST_LEVELS = 15;
const LONGEST_STANDARD = 4_096;
const LONGEST_ADVANCED = 8_192;
/** The oldest goes when there are more. */
const MOST_VERSIONS = 100;

export const putParameter =
  (ssm: Ssm) =>
  (input: PutInput, { region }: Call) => {
    checkName(input.Name);
    const before = newest(ssm, region, input.Name);
    if (before && !input.Overwrite) {
      const message =
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
      throw new ServiceError("ParameterAlreadyExists", message);
    }
    const type = input.Type ?? before?.type;
    if (type === undefined) throw invalid("A parameter type is required when you create a parameter.");
    if (before && type !== before.type) {
      const message = `The parameter type can't be changed from ${before.type} to ${type}.`;
      throw new ServiceError("HierarchyTypeMismatchException", message);
    }
    const tier = tierOf(input, before);
    const version = (before?.version ?? 0) + 1;
    const dataType = input.DataType ?? before?.data_type ?? "text";
    ssm.store.run(
      "INSERT INTO ssm_parameters (region, name, version, type, value, tier, data_type, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ...[region, input.Name, version, type, input.Value, tier, dataType, ssm.clock.now()],
    );
    const oldest = "DELETE FROM ssm_parameters WHERE region = ? AND name = ? AND version <= ?";
    ssm.store.run(oldest, region, input.Name, version - MOST_VERSIONS);
    return { Version: version, Tier: tier };
  };

function checkName(name: string): void {
  if (!/^[A-Za-z0-9_./-]+$/.test(name)) {
    throw invalid("Parameter name: can only contain the following symbols and letters: a-zA-Z0-9_.-/");
  }
  if (name.includes("/") && !name.startsWith("/")) throw invalid("Parameter name must be a fully qualified name.");
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  }
  if (name.split("/").length - 1 > MOST_LEVELS) {
    const message = `The hierarchy of a parameter's name has at most ${MOST_LEVELS} levels.`;
    throw new ServiceError("HierarchyLevelLimitExceededException", message);
  }
}

/** An advanced parameter stays one (User Guide, managing parameter tiers). */
function tierOf({ Value, Tier = "Standard" }: PutInput, before: ParameterRow | undefined): string {
  const bytes = Buffer.byteLength(Value);
  const isLong = bytes > LONGEST_STANDARD;
  const tier = before?.tier === "Advanced" || (Tier === "Intelligent-Tiering" && isLong) ? "Advanced" : Tier;
  if (bytes > (tier === "Advanced" ? LONGEST_ADVANCED : LONGEST_STANDARD)) {
    throw invalid(
      tier === "Advanced"
        ? `Advanced tier parameters support a maximum parameter value of ${LONGEST_ADVANCED} characters.`
        : `Standard tier parameters support a maximum parameter value of ${LONGEST_STANDARD} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    );
  }
  return tier === "Intelligent-Tiering" ? "Standard" : tier;
}

const invalid = (message: string) => new ServiceError("ValidationException", message);
