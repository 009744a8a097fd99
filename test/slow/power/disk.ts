// A disk that has lost power: what was synced is there; of each later write all, nothing or a torn part; of each later change
// of a folder the new or the old.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileEvent } from "./trace.ts";

const SECTOR = 512;

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly cut: number };

interface Inode {
  readonly folder: boolean;
  /** Of its bytes, in order; the first `synced` of them are safe. */
  readonly changes: Change[];
  synced: number;
  /** Of a folder: what its names became, in order. */
  readonly names: { readonly name: string; readonly inode: Inode | undefined }[];
}

interface Open {
  readonly inode: Inode;
  readonly append: boolean;
  at: number;
}

export class Disk {
  readonly #root: string;
  readonly #top = inodeOf(true);
  readonly #open = new Map<number, Open>();

  /** Only what lies under `root` is kept. */
  constructor(root: string) {
    this.#root = `${root}/`;
  }

  apply(event: FileEvent): void {
    switch (event.kind) {
      case "open": {
        const inode = this.#openFile(event);
        if (inode) this.#open.set(event.fd, { inode, append: event.append, at: 0 });
        else this.#open.delete(event.fd);
        return;
      }
      case "close":
        this.#open.delete(event.fd);
        return;
      case "write": {
        const open = this.#open.get(event.fd);
        if (!open) return;
        const at = event.at ?? (open.append ? contentOf(open.inode.changes).length : open.at);
        open.inode.changes.push({ at, bytes: event.bytes });
        if (event.at === undefined) open.at = at + event.bytes.length;
        return;
      }
      case "cut":
        this.#open.get(event.fd)?.inode.changes.push({ cut: event.length });
        return;
      case "sync": {
        const inode = this.#open.get(event.fd)?.inode;
        if (inode) inode.synced = inode.folder ? inode.names.length : inode.changes.length;
        return;
      }
      case "rename": {
        const inode = this.#find(event.from);
        if (!inode) return;
        this.#name(event.to, inode);
        this.#name(event.from, undefined);
        return;
      }
      case "mkdir":
        this.#name(event.path, inodeOf(true));
        return;
      default:
        this.#name(event.path, undefined);
    }
  }

  /** What a machine finds that lost power now, written to `folder`. */
  leave(folder: string, random: () => number): void {
    const write = (inode: Inode, path: string) => {
      mkdirSync(path, { recursive: true });
      const names = new Map<string, Inode>();
      for (const [index, { name, inode: child }] of inode.names.entries()) {
        if (index >= inode.synced && random() < 0.5) continue;
        if (child) names.set(name, child);
        else names.delete(name);
      }
      for (const [name, child] of names) {
        if (child.folder) write(child, join(path, name));
        else writeFileSync(join(path, name), survivingBytes(child, random));
      }
    };
    write(this.#top, folder);
  }

  #openFile({ path, create, truncate }: Extract<FileEvent, { kind: "open" }>): Inode | undefined {
    if (!`${path}/`.startsWith(this.#root)) return undefined;
    let inode = this.#find(path);
    if (!inode && create) {
      inode = inodeOf(false);
      this.#name(path, inode);
    }
    if (inode && truncate && inode.changes.length > 0) inode.changes.push({ cut: 0 });
    return inode;
  }

  #find(path: string): Inode | undefined {
    if (!`${path}/`.startsWith(this.#root)) return undefined;
    let inode: Inode | undefined = this.#top;
    for (const part of path.slice(this.#root.length).split("/")) {
      if (part === "") continue;
      inode = inode.names.findLast(({ name }) => name === part)?.inode;
      if (!inode) return undefined;
    }
    return inode;
  }

  #name(path: string, inode: Inode | undefined): void {
    if (!path.startsWith(this.#root)) return;
    const name = path.slice(path.lastIndexOf("/") + 1);
    this.#find(dirname(path))?.names.push({ name, inode });
  }
}

const inodeOf = (folder: boolean): Inode => ({ folder, changes: [], synced: 0, names: [] });

/** Of each write after the last sync: a third is whole, a third is lost, a third is torn at a sector. */
function survivingBytes(inode: Inode, random: () => number): Buffer {
  const later = inode.changes.slice(inode.synced).flatMap((change): Change[] => {
    const fate = random();
    if (fate < 1 / 3) return [change];
    if (fate < 2 / 3 || "cut" in change) return [];
    const sectors = Math.ceil(change.bytes.length / SECTOR);
    return Array.from({ length: sectors }, (_, index) => index)
      .filter(() => random() < 0.5)
      .map((index) => ({
        at: change.at + index * SECTOR,
        bytes: change.bytes.subarray(index * SECTOR, (index + 1) * SECTOR),
      }));
  });
  return contentOf([...inode.changes.slice(0, inode.synced), ...later]);
}

function contentOf(changes: readonly Change[]): Buffer {
  let room = 0;
  for (const change of changes) if (!("cut" in change)) room = Math.max(room, change.at + change.bytes.length);
  let content = Buffer.alloc(room);
  let length = 0;
  for (const change of changes) {
    if ("cut" in change) {
      if (change.cut > content.length) content = Buffer.concat([content], change.cut);
      if (change.cut < length) content.fill(0, change.cut, length);
      length = change.cut;
    } else {
      change.bytes.copy(content, change.at);
      length = Math.max(length, change.at + change.bytes.length);
    }
  }
  return content.subarray(0, length);
}
