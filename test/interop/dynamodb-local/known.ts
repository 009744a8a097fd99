// Where the engine and DynamoDB Local 1.25 differ, each with the page that decides.
import type { Answer } from "../differential/command.ts";
import { type Known, refused } from "../differential/known.ts";

const unitsOf = (answer: Answer) =>
  answer.ok
    ? ((answer.pages[0]?.["ConsumedCapacity"] as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 0)
    : 0;

const isIndexMismatch = (answer: Answer) =>
  !answer.ok && /Type mismatch for Index Key/.test(answer.message + JSON.stringify(answer.members));

const countOf = (answer: Answer) =>
  answer.ok ? answer.pages.reduce((sum, page) => sum + Number(page["Count"]), 0) : 0;

export const KNOWN: readonly Known[] = [
  {
    name: "a table is made and deleted at once, with dates of changes that never were and sizes of its own",
    right: "engine",
    page: "API_CreateTable.html",
    covers: ({ command }) => /Table$/.test(command.operation),
    apart: [
      "TableStatus",
      "IndexStatus",
      "LastDecreaseDateTime",
      "LastIncreaseDateTime",
      "NumberOfDecreasesToday",
      "TableSizeBytes",
      "IndexSizeBytes",
    ],
  },
  {
    name: "a batch counts nothing for items that do not exist, and twice for deletes",
    right: "engine",
    page: "developerguide/read-write-operations.html",
    covers: ({ command }) => /^Batch/.test(command.operation),
    apart: ["CapacityUnits"],
  },
  {
    name: "an update that gives an index's key another type is taken",
    right: "engine",
    page: "developerguide/GSI.html",
    covers: ({ ours, theirs }) => theirs.ok && isIndexMismatch(ours),
    parts: true,
  },
  {
    name: "an update that gives an index's key another type is no reason to cancel",
    right: "engine",
    page: "developerguide/GSI.html",
    covers: ({ ours, theirs }) => refused(theirs, "TransactionCanceledException") && isIndexMismatch(ours),
  },
  {
    name: "what an item makes invalid in a transaction is no cancellation with reasons",
    right: "engine",
    page: "API_TransactWriteItems.html",
    covers: ({ ours, theirs }) =>
      !ours.ok && refused(theirs, "ValidationException") && JSON.stringify(ours.members).includes('"ValidationError"'),
  },
  {
    name: "whether the table exists is asked before whether the expressions are right",
    right: "both",
    page: "CommonErrors.html",
    covers: ({ ours, theirs }) => refused(ours, "ValidationException") && refused(theirs, "ResourceNotFoundException"),
  },
  {
    name: "a transaction counts four units for a write of up to 1 KB, and one item of a table when it is sent again",
    right: "engine",
    page: "developerguide/read-write-operations.html",
    covers: ({ command }) => command.operation === "TransactWriteItems",
    apart: ["CapacityUnits", "ReadCapacityUnits", "WriteCapacityUnits"],
  },
  {
    name: "in a transaction a path below a key attribute is no mistake",
    right: "engine",
    page: "developerguide/Constraints.html",
    covers: ({ command, ours }) =>
      command.operation === "TransactWriteItems" && !ours.ok && /^Key attributes must be scalars/.test(ours.message),
    parts: true,
  },
  {
    name: "a Query that has met the last key it can find does not ask for another page",
    right: "both",
    page: "API_Query.html",
    covers: ({ command, ours, theirs }) =>
      command.operation === "Query" &&
      ours.ok &&
      theirs.ok &&
      ours.pages.length === theirs.pages.length + 1 &&
      ours.pages.at(-1)?.["ScannedCount"] === 0 &&
      countOf(ours) === countOf(theirs),
  },
  {
    name: "in a transaction two writes of one item are refused only if the conditions hold",
    right: "engine",
    page: "API_TransactWriteItems.html",
    covers: ({ ours }) => !ours.ok && /multiple operations on one item/.test(ours.message),
    parts: true,
  },
  {
    name: "an item without the whole key of an index counts a write of that index",
    right: "engine",
    page: "developerguide/GSI.html",
    covers: ({ command, ours, theirs }) =>
      /^(Put|Update|Delete)Item$/.test(command.operation) && unitsOf(theirs) - unitsOf(ours) === 1,
    apart: ["CapacityUnits"],
  },
  {
    name: "the filter of a Scan sees what a global index does not hold",
    right: "engine",
    page: "developerguide/GSI.html",
    covers: ({ command }) =>
      command.operation === "Scan" && JSON.stringify(command.input).includes('"IndexName":"global"'),
    apart: ["Count", "Items"],
  },
];
