// Tags of functions, by ARN.
import { invalid } from "../faults.ts";
import { readReference } from "../names.ts";
import type { Control } from "./control.ts";

type Tags = Readonly<Record<string, string>>;

const MOST_TAGS = 50;

export function tagOperations({ table, context, transitions }: Control) {
  const tagsOf = (name: string) => JSON.parse(table.get(name).tags) as Tags;
  const nameOf = (arn: string) => {
    const { name, qualifier } = readReference(context, arn);
    if (qualifier !== undefined)
      throw invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
    return name;
  };
  const write = (name: string, tags: Tags) => {
    if (Object.keys(tags).length > MOST_TAGS) throw invalid(`A function has at most ${MOST_TAGS} tags.`);
    context.store.run("UPDATE lambda_functions SET tags = ? WHERE name = ?", JSON.stringify(tags), name);
  };
  return {
    TagResource({ Resource, Tags }: { Resource: string; Tags: Tags }) {
      const name = nameOf(Resource);
      tagsOf(name);
      transitions.refuseChange(name, Resource);
      write(name, { ...tagsOf(name), ...Tags });
    },
    UntagResource({ Resource, TagKeys }: { Resource: string; TagKeys: readonly string[] }) {
      const name = nameOf(Resource);
      write(name, Object.fromEntries(Object.entries(tagsOf(name)).filter(([key]) => !TagKeys.includes(key))));
    },
    ListTags: ({ Resource }: { Resource: string }) => ({ Tags: tagsOf(nameOf(Resource)) }),
  };
}
