// Reads the parameters that the files name, when something is planned or run; one that is not there is a problem at its place.
import { readParameters } from "../aws/parameters.ts";
import type { JsonObject } from "../core/json.ts";
import type { Resource } from "../desired/resource.ts";
import { filledJson, parametersOf, withParameters } from "../desired/with-parameters.ts";
import type { Model } from "../manifest/model.ts";
import { namesMarkedIn } from "../manifest/parameter-marks.ts";
import type { Connection } from "./connection.ts";
import { InvalidFiles } from "./errors.ts";

/** `secrets`: of the model, and with them the values read. Throws InvalidFiles. */
export async function fillResources(
  model: Model,
  resources: readonly Resource[],
  connection: Connection,
): Promise<{ readonly resources: readonly Resource[]; readonly secrets: Model["secrets"] }> {
  const values = await valuesOf(model, parametersOf(resources), connection);
  const read = [...values].map(([name, value]) => [value, `\${ssm:${name}}`] as const);
  return { resources: withParameters(resources, values), secrets: new Map([...model.secrets, ...read]) };
}

/** A job's input, for a run that no schedule starts. Throws InvalidFiles. */
export async function fillInput(model: Model, input: JsonObject, connection: Connection): Promise<JsonObject> {
  const text = JSON.stringify(input);
  const values = await valuesOf(model, [...new Set(namesMarkedIn(text))].sort(), connection);
  return values.size === 0 ? input : (JSON.parse(filledJson(text, values)) as JsonObject);
}

async function valuesOf(model: Model, names: readonly string[], { clients, embedded }: Connection) {
  const values = await readParameters(clients, names);
  const missing = new Set(names.filter((name) => !values.has(name)));
  if (missing.size === 0) return values;
  const { region, name: environment } = model.environment;
  throw new InvalidFiles(
    model.parameters
      .filter(({ name }) => missing.has(name))
      .map(({ name, place }) => ({
        severity: "error",
        code: "parameter-missing",
        message: `there is no parameter ${name} in ${region}${embedded ? " of the local engine" : ""}; make it (aws ssm put-parameter --name ${name.split(":", 1)[0]} --type SecureString --value …), or give this job another value in config/${environment}.yaml`,
        ...place,
      })),
  );
}
