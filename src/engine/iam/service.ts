// IAM as far as roles go: who may take them, what they may do.
import type { EngineContext, Operation, Service } from "../service.ts";
import { getAccountAuthorizationDetails } from "./account-details.ts";
import type { Iam } from "./iam.ts";
import { createPolicy, deletePolicy, getPolicy, getPolicyVersion, listPolicies } from "./managed-policies.ts";
import { mayAssume, roleAllows } from "./permissions.ts";
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
import { listRoleTags, tagRole, untagRole } from "./role-tags.ts";
import { type Role, roleOfArn } from "./roles.ts";
import { IAM_SCHEMA } from "./schema.ts";

export interface IamService {
  readonly service: Service;
  role(arn: string): Role | undefined;
  /** Whether the role exists and lets the service take it on behalf of the source (aws:SourceArn, aws:SourceAccount). */
  trusts(roleArn: string, service: string, source: { readonly arn: string; readonly account: string }): boolean;
  /** Whether the role exists and its policies allow the action on the resource. */
  allows(roleArn: string, action: string, resource: string): boolean;
}

export function createIamService(context: EngineContext): IamService {
  const { store, clock, random, account } = context;
  store.define(IAM_SCHEMA);
  const iam: Iam = { store, clock, random, account };
  return {
    service: { name: "iam", operations: operationsOf(iam) },
    role: (arn) => roleOfArn(store, arn),
    trusts(roleArn, service, source) {
      const role = roleOfArn(store, roleArn);
      const from = { "aws:sourcearn": source.arn, "aws:sourceaccount": source.account };
      return role !== undefined && mayAssume(role, { kind: "Service", names: [service] }, from);
    },
    allows: (roleArn, action, resource) => roleAllows(iam, roleArn, action, resource),
  };
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
