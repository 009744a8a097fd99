// Going through a queue of dead letters, on a queue that answers as SQS may: short, twice, and with a wrong count.
import { expect, test } from "vitest";
import type { RawMessage } from "../../src/runs/dead-letters/letter.ts";
import type { LetterQueue } from "../../src/runs/dead-letters/letter-queue.ts";
import { readLetters } from "../../src/runs/dead-letters/read-letters.ts";

const never = new AbortController().signal;
const message = (index: number): RawMessage => ({
  id: `m-${index}`,
  receipt: `r-${index}`,
  body: "",
  attributes: {},
  sentAt: index,
});

/** Gives `answers` one by one and then nothing; `count` is what it says of itself. */
function queueOf(answers: readonly (readonly RawMessage[])[], count: number) {
  const released: string[] = [];
  let asked = 0;
  const queue: LetterQueue = {
    name: "failed",
    receive: async () => answers[asked++] ?? [],
    countVisible: async () => count,
    release: async (receipts) => void released.push(...receipts),
    delete: async () => {},
  };
  return { queue, released, asked: () => asked };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => message(from + index));

test("Q17: ten thousand are not held at once, and none is left out or left hidden", async () => {
  const answers = Array.from({ length: 1_000 }, (_, batch) => range(batch * 10, batch * 10 + 10));
  const { queue, released } = queueOf(answers, 0);
  const sizes: number[] = [];
  await readLetters([queue], never, async ({ unreadable }) => {
    sizes.push(unreadable);
    return new Set();
  });
  expect(sizes).toEqual(answers.map(() => 10));
  expect(new Set(released).size).toBe(10_000);
});

test("Q18: short and repeated answers are no end and no second letter, and a wrong count is no endless loop", async () => {
  const { queue, released, asked } = queueOf([range(0, 2), [], range(1, 3), [], [], range(3, 4)], 7);
  let seen = 0;
  await readLetters([queue], never, async ({ unreadable }) => {
    seen += unreadable;
    return new Set();
  });
  expect(seen).toBe(4);
  expect(released).toEqual(["r-0", "r-1", "r-2", "r-3"]);
  expect(asked()).toBe(9);
});
