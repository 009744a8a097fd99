// What is kept by its text: made once, and never more of it than a bound.
import { expect, test } from "vitest";
import { BoundedCache } from "../../src/engine/bounded-cache.ts";

test("a text in use is not worked out again, and ever new texts do not fill the memory", () => {
  const made: string[] = [];
  const cache = new BoundedCache((text) => {
    made.push(text);
    return text.length;
  });
  expect([cache.of("first"), cache.of("first")]).toEqual([5, 5]);
  expect(made).toEqual(["first"]);
  for (let count = 0; count < 1_000; count++) cache.of(`pattern ${count}`);
  // It was let go, as were the others of its time.
  cache.of("first");
  expect(made.filter((text) => text === "first")).toHaveLength(2);
});

test("what cannot be made is not kept as if it were", () => {
  const cache = new BoundedCache<number>((text) => {
    throw new Error(`no ${text}`);
  });
  expect(() => cache.of("good")).toThrow("no good");
  expect(() => cache.of("good")).toThrow("no good");
});
