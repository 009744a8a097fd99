// The shapes of jobs.yaml and of an environment file, but for the jobs in them, which are checked one by one.
import * as v from "valibot";
import { mapping, mappingOf, matching, trueOrFalse } from "./expectation.ts";
import { account, appName, endpoint, region } from "./patterns.ts";

const jobs = mappingOf(v.unknown());

export const manifestShape = mapping({
  app: v.optional(appName),
  timezone: v.optional(v.string("an IANA time zone, such as Europe/Berlin")),
  watch: v.optional(trueOrFalse),
  defaults: v.optional(v.unknown()),
  jobs: v.optional(jobs),
});

export const environmentShape = mapping({
  region: v.optional(region),
  account: v.optional(account),
  profile: v.optional(matching("a profile's name", /^[^\s].{0,127}$/)),
  endpoint: v.optional(endpoint),
  protect: v.optional(trueOrFalse),
  enforcePermissions: v.optional(trueOrFalse),
  jobs: v.optional(jobs),
});
