// What an app's name may hold, made of a folder's.

export function appName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 24);
  return name || "my-jobs";
}
