// Whether a number can be written in the file and read again as the same: no exponent, and no integer past 2^53.

export function isPlainNumber(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value) || !/^-?(0|[1-9]\d*)(\.\d+)?$/.test(String(value))) return false;
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}
