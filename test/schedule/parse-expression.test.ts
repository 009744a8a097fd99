// What people write, and the AWS form it becomes.
import { describe, expect, test } from "vitest";
import { parseExpression } from "../../src/schedule/parse-expression.ts";

const texts = (written: string) => parseExpression(written).expressions.map(({ expression }) => expression.text);

test.each([
  ["* * * * *", "cron(* * * * ? *)"],
  ["0 6 * * 1-5", "cron(0 6 ? * MON-FRI *)"],
  ["0 6 * * 0", "cron(0 6 ? * SUN *)"],
  ["0 6 * * 7", "cron(0 6 ? * SUN *)"],
  ["0 6 * * 0-7", "cron(0 6 * * ? *)"],
  ["0 6 * * 5-7", "cron(0 6 ? * SUN,FRI,SAT *)"],
  ["0 6 * * fri-sun", "cron(0 6 ? * SUN,FRI,SAT *)"],
  ["0 6 * * Sun,Sat", "cron(0 6 ? * SUN,SAT *)"],
  ["0 6 * * 6-1", "cron(0 6 ? * SUN,MON,SAT *)"],
  ["0 6 * * */2", "cron(0 6 ? * SUN,TUE,THU,SAT *)"],
  ["0 6 * * 1-5/2", "cron(0 6 ? * MON,WED,FRI *)"],
  ["*/15 * * * *", "cron(0/15 * * * ? *)"],
  ["5/20 * * * *", "cron(5/20 * * * ? *)"],
  ["10-40/15 * * * *", "cron(10,25,40 * * * ? *)"],
  ["0 */2 * * *", "cron(0 0/2 * * ? *)"],
  ["0 22-2 * * *", "cron(0 0-2,22,23 * * ? *)"],
  ["0 22-3/2 * * *", "cron(0 0,2,22 * * ? *)"],
  ["0 0 */10 * *", "cron(0 0 1/10 * ? *)"],
  ["0 0 1,15 jan-mar,DEC *", "cron(0 0 1,15 1-3,12 ? *)"],
  ["0 0 1 */3 *", "cron(0 0 1 1/3 ? *)"],
  ["0 0 1 nov-feb *", "cron(0 0 1 1,2,11,12 ? *)"],
  ["0 0 ? * 1", "cron(0 0 ? * MON *)"],
  ["0 0 L * *", "cron(0 0 L * ? *)"],
  ["0 0 15W * *", "cron(0 0 15W * ? *)"],
  ["0 0 * * 5L", "cron(0 0 ? * 6L *)"],
  ["0 0 * * 7#2", "cron(0 0 ? * 1#2 *)"],
  ["0 0 1-31 * 1", "cron(0 0 * * ? *)"],
  ["  0   6\t* * *  ", "cron(0 6 * * ? *)"],
  ["@hourly", "cron(0 * * * ? *)"],
  ["@daily", "cron(0 0 * * ? *)"],
  ["@midnight", "cron(0 0 * * ? *)"],
  ["@weekly", "cron(0 0 ? * SUN *)"],
  ["@monthly", "cron(0 0 1 * ? *)"],
  ["@yearly", "cron(0 0 1 1 ? *)"],
  ["@Annually", "cron(0 0 1 1 ? *)"],
  ["cron(0 6 ? * 2-6 *)", "cron(0 6 ? * MON-FRI *)"],
  ["CRON(0 6 * * ? *)", "cron(0 6 * * ? *)"],
  ["rate(2 hours)", "rate(2 hours)"],
  ["at(2027-03-01T09:00:00)", "at(2027-03-01T09:00:00)"],
])("%s means nothing but %s", (written, aws) => {
  expect(texts(written)).toEqual([aws]);
});

test.each([
  ["every minute", "cron(* * * * ? *)"],
  ["every 1 minute", "cron(* * * * ? *)"],
  ["every 15 minutes", "cron(0/15 * * * ? *)"],
  ["every 25 minutes", "rate(25 minutes)"],
  ["every hour", "cron(0 * * * ? *)"],
  ["every 6 hours", "cron(0 0/6 * * ? *)"],
  ["every 5 hours", "rate(5 hours)"],
  ["every 2 days", "rate(2 days)"],
  ["every day at 06:00", "cron(0 6 * * ? *)"],
  ["Every Day at 6:05 pm", "cron(5 18 * * ? *)"],
  ["daily at noon", "cron(0 12 * * ? *)"],
  ["at midnight", "cron(0 0 * * ? *)"],
  ["every day at 12am", "cron(0 0 * * ? *)"],
  ["every weekday at 9:30", "cron(30 9 ? * MON-FRI *)"],
  ["weekends at 10:00", "cron(0 10 ? * SUN,SAT *)"],
  ["every monday at 9:30", "cron(30 9 ? * MON *)"],
  ["every monday and thursday at 7:00", "cron(0 7 ? * MON,THU *)"],
  ["mon, wed and fri at 7:00 and 19:00", "cron(0 7,19 ? * MON,WED,FRI *)"],
  ["every friday to monday at 7:00", "cron(0 7 ? * SUN,MON,FRI,SAT *)"],
  ["on the 1st at 03:00", "cron(0 3 1 * ? *)"],
  ["on the 1st and 15th of the month at 03:00", "cron(0 3 1,15 * ? *)"],
  ["on the last day of the month at 23:00", "cron(0 23 L * ? *)"],
  ["on the last friday at 18:00", "cron(0 18 ? * 6L *)"],
  ["on the second tuesday of every month at 18:00", "cron(0 18 ? * 3#2 *)"],
  ["on the 3rd wed at 18:00", "cron(0 18 ? * 4#3 *)"],
])("the words %s mean nothing but %s", (written, aws) => {
  expect(texts(written)).toEqual([aws]);
});

describe("a line that fires on a date or on a weekday", () => {
  test("loses neither of the two", () => {
    expect(parseExpression("0 0 1,15 * 5").expressions.map(({ name, expression }) => [name, expression.text])).toEqual([
      ["dom", "cron(0 0 1,15 * ? *)"],
      ["dow", "cron(0 0 ? * FRI *)"],
    ]);
  });

  test("is one schedule when one of the two is every day", () => {
    expect(texts("0 0 13 * 0-6")).toEqual(["cron(0 0 * * ? *)"]);
  });
});

test("the zone before a line is not lost", () => {
  expect(parseExpression("CRON_TZ=Europe/Berlin 0 6 * * *")).toMatchObject({ timezone: "Europe/Berlin" });
  expect(parseExpression("TZ=Asia/Kolkata @daily")).toMatchObject({ timezone: "Asia/Kolkata" });
  expect(parseExpression("0 6 * * *")).not.toHaveProperty("timezone");
});
