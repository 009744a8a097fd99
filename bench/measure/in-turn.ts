// Rivals measured in turn, round by round, so that a busy moment of the machine hits all of them.

/** One measurement of each rival a round; all the results of each, in order of the rounds. */
export async function inTurn<Result>(
  rounds: number,
  rivals: Readonly<Record<string, () => Result | Promise<Result>>>,
): Promise<Record<string, Result[]>> {
  const results = new Map(Object.keys(rivals).map((name) => [name, [] as Result[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(rivals)) results.get(name)?.push(await measure());
  }
  return Object.fromEntries(results);
}
