// A number from 0 up to 1 that a seed and a question decide: no order of asking changes it, nor what else is asked.

/** 32 bits: FNV-1a over the question, then mixed so that neighbours differ everywhere. */
export function hashOf(seed: number, question: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < question.length; index++) {
    hash = Math.imul(hash ^ question.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export const rollOf = (seed: number, question: string): number => hashOf(seed, question) / 2 ** 32;
