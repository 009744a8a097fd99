// TagRole, UntagRole and ListRoleTags.
import { type Iam, mergeTags, type Paging, pageOf, type Tag, withoutTags } from "./iam.ts";
import { roleNamed } from "./roles.ts";

interface Named {
  readonly RoleName: string;
}

export const tagRole = (iam: Iam) => (input: Named & { readonly Tags: readonly Tag[] }) => {
  const role = roleNamed(iam.store, input.RoleName);
  write(iam, role.name, mergeTags(role.tags, input.Tags));
};

export const untagRole = (iam: Iam) => (input: Named & { readonly TagKeys: readonly string[] }) => {
  const role = roleNamed(iam.store, input.RoleName);
  write(iam, role.name, withoutTags(role.tags, input.TagKeys));
};

export const listRoleTags = (iam: Iam) => (input: Named & Paging) => {
  const tags = [...roleNamed(iam.store, input.RoleName).tags].sort((a, b) => (a.Key < b.Key ? -1 : 1));
  const { shown, page } = pageOf(tags, ({ Key }) => Key, input);
  return { Tags: shown, ...page };
};

function write(iam: Iam, role: string, tags: readonly Tag[]): void {
  iam.store.run("UPDATE iam_roles SET tags = ? WHERE name = ?", JSON.stringify(tags), role);
}
