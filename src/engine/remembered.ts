// Answers that hold while one synchronous piece of work runs, however often they are asked for in it.

export class Remembered<Answer> {
  #answers: Map<string, Answer> | undefined;
  /** What is done together mostly asks the same again and again. */
  #last: { readonly question: string; readonly answer: Answer } | undefined;

  /** `work` must be synchronous, and change nothing that is asked for: when it returns, everything is asked anew. */
  during<Result>(work: () => Result): Result {
    if (this.#answers) return work();
    this.#answers = new Map();
    try {
      return work();
    } finally {
      this.#answers = undefined;
      this.#last = undefined;
    }
  }

  /** Asks when there is no such work, or for the first time in it. */
  answer(question: string, ask: () => Answer): Answer {
    if (!this.#answers) return ask();
    if (this.#last?.question === question) return this.#last.answer;
    const known = this.#answers.get(question);
    const answer = known === undefined ? ask() : known;
    this.#answers.set(question, answer);
    this.#last = { question, answer };
    return answer;
  }
}
