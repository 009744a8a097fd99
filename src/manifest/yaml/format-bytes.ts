// Sizes as people read them.

export function formatBytes(bytes: number): string {
  if (bytes < 10_240) return `${bytes} bytes`;
  if (bytes < 1_048_576) return `${Math.ceil(bytes / 1_024)} KiB`;
  return `${Number((bytes / 1_048_576).toFixed(1))} MiB`;
}
