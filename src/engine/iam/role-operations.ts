// CreateRole, GetRole, ListRoles, UpdateRole, UpdateAssumeRolePolicy and DeleteRole.
import { alreadyExists, deleteConflict, limitExceeded } from "./errors.ts";
import { type Iam, mergeTags, newId, type Paging, pageOf, type Tag } from "./iam.ts";
import { encodeDocument, policySize, readTrustPolicy } from "./policy-document.ts";
import { type Role, roleNamed, rolesUnder } from "./roles.ts";

interface Named {
  readonly RoleName: string;
}

interface CreateRoleInput extends Named {
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

interface UpdateRoleInput extends Named {
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
}

/** Default quota of a trust policy's length (IAM User Guide, IAM and STS quotas). */
const LONGEST_TRUST_POLICY = 2_048;
const DEFAULT_SESSION_SECONDS = 3_600;

export const createRole = (iam: Iam) => (input: CreateRoleInput) => {
  checkTrustPolicy(input.AssumeRolePolicyDocument);
  const path = input.Path ?? "/";
  iam.store.transaction(() => {
    if (iam.store.get("SELECT 1 FROM iam_roles WHERE name = ?", input.RoleName)) {
      throw alreadyExists("Role", input.RoleName);
    }
    iam.store.run(
      `INSERT INTO iam_roles (name, id, path, arn, trust, description, longest_session, boundary, tags, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      input.RoleName,
      newId(iam, "AROA"),
      path,
      `arn:aws:iam::${iam.account}:role${path}${input.RoleName}`,
      input.AssumeRolePolicyDocument,
      input.Description ?? null,
      input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      input.PermissionsBoundary ?? null,
      JSON.stringify(mergeTags([], input.Tags ?? [])),
      Math.floor(iam.clock.now() / 1_000) * 1_000,
    );
  });
  return { Role: shownRole(roleNamed(iam.store, input.RoleName), "whole") };
};

export const getRole = (iam: Iam) => (input: Named) => ({
  Role: { ...shownRole(roleNamed(iam.store, input.RoleName), "whole"), RoleLastUsed: {} },
});

export const listRoles = (iam: Iam) => (input: Paging & { readonly PathPrefix?: string }) => {
  const { shown, page } = pageOf(rolesUnder(iam.store, input.PathPrefix ?? "/"), ({ name }) => name, input);
  return { Roles: shown.map((role) => shownRole(role, "listed")), ...page };
};

/** What is left out stays as it is. */
export const updateRole = (iam: Iam) => (input: UpdateRoleInput) => {
  const role = roleNamed(iam.store, input.RoleName);
  iam.store.run(
    "UPDATE iam_roles SET description = ?, longest_session = ? WHERE name = ?",
    input.Description ?? role.description ?? null,
    input.MaxSessionDuration ?? role.longestSessionSeconds,
    role.name,
  );
  return {};
};

export const updateRoleDescription = (iam: Iam) => (input: Named & { readonly Description: string }) => {
  updateRole(iam)(input);
  return { Role: shownRole(roleNamed(iam.store, input.RoleName), "whole") };
};

export const updateAssumeRolePolicy = (iam: Iam) => (input: Named & { readonly PolicyDocument: string }) => {
  const role = roleNamed(iam.store, input.RoleName);
  checkTrustPolicy(input.PolicyDocument);
  iam.store.run("UPDATE iam_roles SET trust = ? WHERE name = ?", input.PolicyDocument, role.name);
};

export const deleteRole = (iam: Iam) => (input: Named) => {
  iam.store.transaction(() => {
    const { name } = roleNamed(iam.store, input.RoleName);
    if (iam.store.get("SELECT 1 FROM iam_role_attachments WHERE role = ? LIMIT 1", name)) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (iam.store.get("SELECT 1 FROM iam_role_policies WHERE role = ? LIMIT 1", name)) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    iam.store.run("DELETE FROM iam_roles WHERE name = ?", name);
  });
};

function checkTrustPolicy(document: string): void {
  readTrustPolicy(document);
  if (policySize(document) > LONGEST_TRUST_POLICY) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST_POLICY}`);
  }
}

/** A listing leaves out tags and boundary (API Reference, ListRoles). */
export function shownRole(role: Role, how: "whole" | "listed") {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt / 1_000,
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.longestSessionSeconds,
    ...(how === "whole" && role.tags.length > 0 ? { Tags: role.tags } : {}),
    ...(how === "whole" && role.boundary !== undefined
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy",
            PermissionsBoundaryArn: role.boundary,
          },
        }
      : {}),
  };
}
