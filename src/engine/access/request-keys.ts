// The condition keys that every request has (IAM User Guide, "AWS global condition context keys").
import { contextOf, type RequestContext } from "../iam/request-context.ts";
import type { Role } from "../iam/roles.ts";
import type { EngineContext } from "../service.ts";
import type { Owner, RoleSession } from "./caller.ts";
import type { Demand } from "./demand.ts";

type Place = Pick<EngineContext, "clock" | "region" | "account">;

export function sessionContext(
  place: Place,
  session: RoleSession,
  role: Role,
  { keys = {}, lookUp }: Demand,
): RequestContext {
  const tag = "aws:principaltag/";
  return contextOf(keys, (key) => {
    const found = lookUp?.(key);
    if (found !== undefined) return found;
    if (key.startsWith(tag)) return role.tags.find(({ Key }) => Key.toLowerCase() === key.slice(tag.length))?.Value;
    switch (key) {
      case "aws:principalarn":
        return session.roleArn;
      case "aws:principaltype":
        return "AssumedRole";
      case "aws:principalaccount":
        return place.account;
      case "aws:userid":
        return session.userId;
      case "aws:tokenissuetime":
        return new Date(session.issuedAt).toISOString();
      case "lambda:sourcefunctionarn":
        return session.functionArn;
      default:
        return commonKey(place, key);
    }
  });
}

export function ownerContext(place: Place, { arn, userId }: Owner, { keys = {}, lookUp }: Demand): RequestContext {
  const own = {
    "aws:principalarn": arn,
    "aws:principaltype": "User",
    "aws:principalaccount": place.account,
    "aws:userid": userId,
    "aws:username": arn.slice(arn.lastIndexOf("/") + 1),
  };
  return contextOf({ ...keys, ...own }, (key) => lookUp?.(key) ?? commonKey(place, key));
}

/** A service that calls for itself, on behalf of the source. */
export function serviceContext(place: Place, service: string, sourceArn: string, demand: Demand): RequestContext {
  const own = {
    "aws:sourcearn": sourceArn,
    "aws:sourceaccount": place.account,
    "aws:principalservicename": service,
    "aws:principalisawsservice": "true",
  };
  return contextOf({ ...demand.keys, ...own }, (key) => commonKey(place, key));
}

function commonKey({ clock, region, account }: Place, key: string): string | undefined {
  switch (key) {
    case "aws:currenttime":
      return new Date(clock.now()).toISOString();
    case "aws:epochtime":
      return String(Math.floor(clock.now() / 1_000));
    case "aws:requestedregion":
      return region;
    case "aws:resourceaccount":
    case "s3:resourceaccount":
      return account;
    case "aws:securetransport":
      // The engine speaks HTTP on loopback; the same call goes over TLS on AWS, and that is what policies are about.
      return "true";
    case "aws:sourceip":
      return "127.0.0.1";
    case "aws:principalisawsservice":
    case "aws:viaawsservice":
      return "false";
    default:
      return undefined;
  }
}
