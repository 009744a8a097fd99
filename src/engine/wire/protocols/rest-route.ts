// Which operation a REST request means: method, path template, literal query, and what an operation cannot do without.
import { ServiceError } from "../../service.ts";
import type { WireRequest } from "../message.ts";
import { type Model, type OperationModel, shapeOf } from "../model.ts";

interface Route {
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly literalQuery: readonly (readonly [string, string])[];
  /** Query and header members that are required: they tell UploadPart from PutObject. */
  readonly neededQuery: readonly string[];
  readonly neededHeaders: readonly string[];
  readonly described: boolean;
}

type Segment = { readonly literal: string } | { readonly label: string; readonly greedy: boolean };
type Labels = Readonly<Record<string, string>>;

const compiled = new WeakMap<Model, ReadonlyMap<string, readonly Route[]>>();

/** By method. */
function routesOf(model: Model): ReadonlyMap<string, readonly Route[]> {
  let routes = compiled.get(model);
  if (!routes) {
    const operations = Object.entries(model.operations);
    const byMethod = Map.groupBy(operations, ([, { http }]) => http.method);
    const compiledOf = (some: typeof operations) => some.map(([name, operation]) => compile(model, name, operation));
    routes = new Map([...byMethod].map(([method, some]) => [method, compiledOf(some)]));
    compiled.set(model, routes);
  }
  return routes;
}

function compile(model: Model, name: string, operation: OperationModel): Route {
  const [path = "/", query = ""] = operation.http.requestUri.split("?", 2);
  const shape = shapeOf(model, operation.input);
  const needed = (location: string) =>
    (shape.required ?? []).flatMap((member) => {
      const reference = shape.members?.[member];
      return reference?.location === location ? [reference.locationName ?? member] : [];
    });
  return {
    name,
    segments: withoutTrailingSlash(path.slice(1).split("/")).map(segmentOf),
    literalQuery: [...new URLSearchParams(query)],
    neededQuery: needed("querystring"),
    neededHeaders: needed("header").map((header) => header.toLowerCase()),
    described: operation.described === true,
  };
}

function segmentOf(text: string): Segment {
  const label = /^\{([^}+]+)(\+?)\}$/.exec(text);
  return label ? { label: label[1] ?? "", greedy: label[2] === "+" } : { literal: text };
}

function withoutTrailingSlash(parts: string[]): string[] {
  return parts.at(-1) === "" ? parts.slice(0, -1) : parts;
}

/** Most routes of a model fail by a literal: nothing is made for those. */
function fits({ segments }: Route, parts: readonly string[]): boolean {
  for (let index = 0; index < segments.length; index++) {
    const [segment, part] = [segments[index], parts[index]];
    if (segment === undefined || part === undefined) return false;
    if ("literal" in segment) {
      if (segment.literal !== part) return false;
    } else if (segment.greedy) return index < parts.length - 1 || part !== "";
  }
  return parts.length === segments.length;
}

function labelsOf({ segments }: Route, parts: readonly string[]): Labels {
  const labels: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if ("label" in segment)
      labels[segment.label] = segment.greedy ? parts.slice(index).join("/") : (parts[index] ?? "");
  }
  return labels;
}

function score(route: Route, request: WireRequest): number {
  const literals = route.segments.filter((segment) => "literal" in segment).length;
  const complete =
    route.neededQuery.every((name) => request.query.has(name)) &&
    route.neededHeaders.every((name) => request.headers[name] !== undefined);
  const needed = route.neededQuery.length + route.neededHeaders.length;
  // S3 kept old operations at the address of their successors (GetBucketNotification): the described one is meant.
  const current = route.described ? 0.5 : 0;
  return literals * 1000 + route.literalQuery.length * 100 + (complete ? needed : -needed) + current;
}

/** A final slash is part of the path first (an empty name is a name to complain about), and ignored if nothing matches. */
export function findRoute(model: Model, request: WireRequest): Found | undefined {
  if (last?.headers !== request.headers) last = { headers: request.headers, found: routeOf(model, request) };
  return last.found;
}

type Found = { readonly name: string; readonly labels: Labels };

/** Asked for the operation first, and at once after for what its path says. */
let last: { readonly headers: WireRequest["headers"]; readonly found: Found | undefined } | undefined;

function routeOf(model: Model, request: WireRequest): Found | undefined {
  const parts = request.path === "/" ? [] : request.path.slice(1).split("/");
  return best(model, request, parts) ?? best(model, request, withoutTrailingSlash(parts));
}

function best(model: Model, request: WireRequest, parts: readonly string[]): Found | undefined {
  let found: { route: Route; score: number } | undefined;
  for (const route of routesOf(model).get(request.method) ?? []) {
    if (!fits(route, parts)) continue;
    if (!route.literalQuery.every(([key, value]) => hasQuery(request, key, value))) continue;
    const points = score(route, request);
    if (!found || points > found.score) found = { route, score: points };
  }
  return found && { name: found.route.name, labels: decodeLabels(labelsOf(found.route, parts)) };
}

function hasQuery(request: WireRequest, key: string, value: string): boolean {
  return value === "" ? request.query.has(key) : request.query.get(key) === value;
}

function decodeLabels(labels: Labels): Labels {
  try {
    return Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new ServiceError("SerializationException", "The path holds a malformed percent-encoding.");
  }
}
