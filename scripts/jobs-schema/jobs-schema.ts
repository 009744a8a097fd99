// The JSON Schema of jobs.yaml for editors, made of the shapes that the parser itself checks with.
import type { JsonObject } from "../../src/core/json.ts";
import { NOT_YET_KEYS } from "../../src/manifest/resolve/check-not-yet.ts";
import { manifestShape } from "../../src/manifest/shape/file-shapes.ts";
import { defaultsShape, HANDLER_ONLY, jobShape } from "../../src/manifest/shape/job-shape.ts";
import { JOB_NAME } from "../../src/manifest/shape/patterns.ts";
import { editorSchema, PLACEHOLDER } from "./editor-schema.ts";
import { FILE_NOTES, JOB_NOTES, type KeyNote } from "./key-notes.ts";

const named = { propertyNames: { pattern: JOB_NAME.source } };

/** The text of config/jobs.schema.json. */
export function jobsSchemaText(): string {
  return `${JSON.stringify(jobsSchema(), null, 1)}\n`;
}

export function jobsSchema(): JsonObject {
  const job = described(editorSchema(jobShape), JOB_NOTES);
  const file = described(editorSchema(manifestShape), FILE_NOTES);
  const properties = file["properties"] as Record<string, JsonObject>;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "jobs.yaml of Lamplighter",
    ...file,
    required: ["app", "jobs"],
    properties: {
      ...properties,
      defaults: { ...properties["defaults"], $ref: "#/definitions/defaults" },
      jobs: { ...properties["jobs"], ...named, additionalProperties: { $ref: "#/definitions/job" } },
    },
    definitions: {
      placeholder: { ...PLACEHOLDER },
      defaults: withoutLater(described(editorSchema(defaultsShape), JOB_NOTES)),
      job: { ...withoutLater(job), dependencies: { function: noneOf(["handler", ...HANDLER_ONLY]) } },
    },
  };
}

/** Every key says what it is for; a key that does not is a fault of this table. */
function described(schema: JsonObject, notes: Readonly<Record<string, KeyNote>>): JsonObject {
  const properties = Object.entries(schema["properties"] as Record<string, JsonObject>).map(([key, member]) => {
    const note = notes[key];
    if (!note) throw new TypeError(`the key ${key} of jobs.yaml has no description; add it to key-notes.ts`);
    return [key, { ...note, ...member }] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) } as JsonObject;
}

/** Known words without a meaning yet are marked, and not offered. */
function withoutLater(schema: JsonObject): JsonObject {
  const properties = { ...(schema["properties"] as Record<string, JsonObject>) };
  for (const key of NOT_YET_KEYS) {
    if (!properties[key]) continue;
    const errorMessage = `${key}: is not yet supported; remove it`;
    properties[key] = { ...properties[key], not: {}, doNotSuggest: true, errorMessage };
  }
  return { ...schema, properties };
}

const noneOf = (keys: readonly string[]): JsonObject => ({
  properties: Object.fromEntries(keys.map((key) => [key, false])),
});
