// IAM as far as roles go: who may take them, what they may do.
import type { EngineContext, Operation, Service } from "../service.ts";
import { iamAccess } from "./access.ts";
import { getAccountAuthorizationDetails } from "./account-details.ts";
import type { Iam } from "./iam.ts";
import { createPolicy, deletePolicy, getPolicy, getPolicyVersion, listPolicies } from "./managed-policies.ts";
import { attachRolePolicy, detachRolePolicy, listAttachedRolePolicies } from "./role-attachments.ts";
import {
  createRole,
  deleteRole,
  getRole,
  listRoles,
  updateAssumeRolePolicy,
  updateRole,
  updateRoleDescription,
} from "./role-operations.ts";
import { deleteRolePolicy, getRolePolicy, listRolePolicies, putRolePolicy } from "./role-policies.ts";
import { RightsOfRoles } from "./role-rights.ts";
import { listRoleTags, tagRole, untagRole } from "./role-tags.ts";
import { IAM_SCHEMA } from "./schema.ts";

export interface IamService {
  readonly service: Service;
  /** What the roles may do, for all who must know. */
  readonly rights: RightsOfRoles;
}

export function createIamService(context: EngineContext): IamService {
  const { store, clock, random, account } = context;
  store.define(IAM_SCHEMA);
  const iam: Iam = { store, clock, random, account };
  const rights = new RightsOfRoles(iam);
  const operations = forgetting(rights, operationsOf(iam));
  return { service: { name: "iam", operations, access: iamAccess(iam) }, rights };
}

/** Whatever an operation other than a reading one did, or began to do, what was known of roles is read anew. */
function forgetting(rights: RightsOfRoles, operations: Record<string, Operation>): Record<string, Operation> {
  const entries = Object.entries(operations).map(([name, act]): [string, Operation] => {
    if (/^(Get|List)/.test(name)) return [name, act];
    return [
      name,
      (input, call) => {
        try {
          return act(input, call);
        } finally {
          rights.forget();
        }
      },
    ];
  });
  return Object.fromEntries(entries);
}

function operationsOf(iam: Iam): Record<string, Operation> {
  return {
    CreateRole: createRole(iam),
    GetRole: getRole(iam),
    ListRoles: listRoles(iam),
    UpdateRole: updateRole(iam),
    UpdateRoleDescription: updateRoleDescription(iam),
    UpdateAssumeRolePolicy: updateAssumeRolePolicy(iam),
    DeleteRole: deleteRole(iam),
    TagRole: tagRole(iam),
    UntagRole: untagRole(iam),
    ListRoleTags: listRoleTags(iam),
    PutRolePolicy: putRolePolicy(iam),
    GetRolePolicy: getRolePolicy(iam),
    ListRolePolicies: listRolePolicies(iam),
    DeleteRolePolicy: deleteRolePolicy(iam),
    AttachRolePolicy: attachRolePolicy(iam),
    DetachRolePolicy: detachRolePolicy(iam),
    ListAttachedRolePolicies: listAttachedRolePolicies(iam),
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails(iam),
    CreatePolicy: createPolicy(iam),
    GetPolicy: getPolicy(iam),
    GetPolicyVersion: getPolicyVersion(iam),
    ListPolicies: listPolicies(iam),
    DeletePolicy: deletePolicy(iam),
  };
}
