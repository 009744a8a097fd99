// Reads environments for planning: a survey by pages first, then what pages do not show.
import type { Clients } from "../clients.ts";
import type { AdapterContext } from "../resources/adapter.ts";
import { createAdapters } from "../resources/adapters.ts";
import type { Observation } from "./observation.ts";
import { type ObserveRequest, observe } from "./observe.ts";
import { type Survey, type SurveyScope, surveyOf } from "./survey.ts";

export interface Reader {
  survey(scope: SurveyScope): Promise<Survey>;
  observe(survey: Survey, request: ObserveRequest): Promise<Observation>;
}

export function createReader(context: AdapterContext & { readonly clients: Clients }): Reader {
  const parts = { ...context, adapters: createAdapters(context) };
  return {
    survey: (scope) => surveyOf(context.clients, scope),
    observe: (survey, request) => observe(parts, survey, request),
  };
}
