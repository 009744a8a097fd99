// A role as stored, found by name or ARN.
import type { Store } from "../store.ts";
import { noSuchRole } from "./errors.ts";
import type { Tag } from "./iam.ts";

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  /** The trust policy's text as it was given. */
  readonly trust: string;
  readonly description: string | undefined;
  readonly longestSessionSeconds: number;
  readonly boundary: string | undefined;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
}

interface RoleRow {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly trust: string;
  readonly description: string | null;
  readonly longest_session: number;
  readonly boundary: string | null;
  readonly tags: string;
  readonly created_at: number;
}

export function roleNamed(store: Store, name: string): Role {
  const row = store.get<RoleRow>("SELECT * FROM iam_roles WHERE name = ?", name);
  if (!row) throw noSuchRole(name);
  return readRole(row);
}

export function roleOfArn(store: Store, arn: string): Role | undefined {
  const row = store.get<RoleRow>("SELECT * FROM iam_roles WHERE arn = ?", arn);
  return row && readRole(row);
}

export function rolesUnder(store: Store, pathPrefix: string): Role[] {
  const roles = store.all<RoleRow>("SELECT * FROM iam_roles ORDER BY name COLLATE BINARY").map(readRole);
  return roles.filter((role) => role.path.startsWith(pathPrefix));
}

function readRole(row: RoleRow): Role {
  return {
    name: row.name,
    id: row.id,
    path: row.path,
    arn: row.arn,
    trust: row.trust,
    description: row.description ?? undefined,
    longestSessionSeconds: row.longest_session,
    boundary: row.boundary ?? undefined,
    tags: JSON.parse(row.tags),
    createdAt: row.created_at,
  };
}
