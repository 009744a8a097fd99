// Holds the schema for editors against ajv, a validator that is not ours: good manifests bear no mark, bad ones bear it at the fault.
// LAMP_AJV names the folder that ajv is installed under.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { jobsSchema } from "../../scripts/jobs-schema/jobs-schema.ts";
import { BAD, GOOD } from "../manifest/schema-fixtures.ts";

interface Validate {
  (document: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string }[] | null;
}
interface Validator {
  addVocabulary(words: readonly string[]): void;
  compile(schema: object): Validate;
}
type ValidatorClass = new (options: object) => Validator;

const folder = process.env["LAMP_AJV"];
if (folder === undefined)
  throw new TypeError("LAMP_AJV is not set: npm install --prefix FOLDER ajv@8, then LAMP_AJV=FOLDER");
const path = createRequire(join(resolve(folder), "index.js")).resolve("ajv");
const { Ajv } = (await import(pathToFileURL(path).href)) as { readonly Ajv: ValidatorClass };
const ajv = new Ajv({ strict: true, allErrors: true, strictTypes: false });
// What editors read beside the standard: messages in our words, and keys that are not offered.
ajv.addVocabulary(["patternErrorMessage", "errorMessage", "doNotSuggest"]);
const validate = ajv.compile(jobsSchema());

const wrong: string[] = [];
for (const [name, text] of Object.entries(GOOD)) {
  const places = marks(text);
  if (places.length > 0) wrong.push(`${name}: the parser accepts it, the schema marks ${places.join(", ")}`);
}
for (const [name, [text, place]] of Object.entries(BAD)) {
  const places = marks(text);
  if (!places.includes(place)) wrong.push(`${name}: no mark at "${place}", only at [${places.join(", ")}]`);
}
for (const line of wrong) console.error(line);
console.log(
  `${Object.keys(GOOD).length} good and ${Object.keys(BAD).length} bad manifests, ${wrong.length} differences`,
);
process.exitCode = wrong.length > 0 ? 1 : 0;

function marks(text: string): string[] {
  validate(parse(text));
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
}
