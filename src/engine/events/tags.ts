// TagResource, UntagResource and ListTagsForResource, of rules and buses.
import { busArn, DEFAULT_BUS, type Events, invalid, notFound, ruleArn } from "./events.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface OfResource {
  readonly ResourceARN: string;
}

const MOST_TAGS = 50;

export const tagResource = (events: Events) => (input: OfResource & { readonly Tags: readonly Tag[] }) => {
  const place = placeOf(events, input.ResourceARN);
  place.write(checkTags(place.tags, input.Tags));
  return {};
};

export const untagResource = (events: Events) => (input: OfResource & { readonly TagKeys: readonly string[] }) => {
  const place = placeOf(events, input.ResourceARN);
  place.write(place.tags.filter(({ Key }) => !input.TagKeys.includes(Key)));
  return {};
};

export const listTagsForResource = (events: Events) => (input: OfResource) => ({
  Tags: placeOf(events, input.ResourceARN).tags,
});

export function checkTags(existing: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  if (added.some(({ Key }) => /^aws:/i.test(Key))) throw invalid("Tag keys may not start with aws:.");
  const kept = existing.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
  const tags = [...kept, ...added];
  if (tags.length > MOST_TAGS) throw invalid(`A resource can have at most ${MOST_TAGS} tags.`);
  return tags;
}

/** Where a resource's tags are: the row of its bus or of its rule. */
function placeOf(events: Events, arn: string): { tags: readonly Tag[]; write(tags: readonly Tag[]): void } {
  const bus = arn.startsWith(busArn(events, "")) ? arn.slice(busArn(events, "").length) : undefined;
  const [rule, ofBus = DEFAULT_BUS] = arn
    .slice(ruleArn(events, DEFAULT_BUS, "").length)
    .split("/")
    .reverse();
  const [table, where, keys] =
    bus === undefined
      ? ["events_rules", "bus = ? AND name = ?", [ofBus, rule ?? ""]]
      : (["events_buses", "name = ?", [bus]] as const);
  const known = bus !== undefined || arn === ruleArn(events, ofBus, rule ?? "");
  const row = known
    ? events.store.get<{ tags: string }>(`SELECT tags FROM ${table} WHERE ${where}`, ...keys)
    : undefined;
  if (!row) throw notFound(`The resource ${arn} does not exist.`);
  return {
    tags: JSON.parse(row.tags),
    write: (tags) =>
      void events.store.run(`UPDATE ${table} SET tags = ? WHERE ${where}`, JSON.stringify(tags), ...keys),
  };
}
