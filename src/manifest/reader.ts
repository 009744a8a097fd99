// The manifest's door to files; the command line opens it on the disk, tests on a table.

export interface Reader {
  /** undefined when there is no such file. */
  read(path: string): Uint8Array | string | undefined;
  exists(path: string): boolean;
  /** With every symbolic link followed. */
  realpath(path: string): string;
  /** Names in a folder; none when there is no such folder. */
  list(path: string): readonly string[];
}
