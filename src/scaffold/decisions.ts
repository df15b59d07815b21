/**
 * What a proposal decides, why, and what of it is open to doubt.
 *
 * @module
 */

/** One of the answers to a doubt. */
export interface Choice {
  readonly value: string;
  /** What it means. */
  readonly label: string;
}

/** What a person may know better. */
export interface Doubt {
  readonly question: string;
  /** The proposed one first. Without any, the answer is free text. */
  readonly choices: readonly Choice[];
}

/** One thing that a config tells, and why it tells it so. */
export interface Decision {
  /** `period`, `time`, `chunks`, …: what an answer refers to. */
  readonly id: string;
  /** JSON pointer to its place in the config. */
  readonly pointer: string;
  readonly value: string;
  readonly reason: string;
  readonly doubt?: Doubt | undefined;
  /** Whether a person has answered. */
  readonly isAnswered?: boolean | undefined;
}

/** Answers to doubts by their ids. */
export type Answers = ReadonlyMap<string, string>;

/** Gathers decisions; where a person has answered, the answer is the decision. */
export class Decisions {
  readonly #answers: Answers;
  readonly #all: Decision[] = [];

  constructor(answers: Answers = new Map()) {
    this.#answers = answers;
  }

  get all(): readonly Decision[] {
    return this.#all;
  }

  /** Notes what is beyond doubt. */
  note(id: string, pointer: string, value: unknown, reason: string): void {
    this.#all.push({ id, pointer, value: typeof value === 'string' ? value : JSON.stringify(value), reason });
  }

  /** Notes what a person should look at before publishing, though there is nothing to choose. */
  warn(id: string, pointer: string, value: string, reason: string): void {
    const isAnswered = this.#answers.has(id);
    const doubt = { question: `${reason}. Go on?`, choices: [{ value, label: 'go on' }] };
    this.#all.push({ id, pointer, value, reason, doubt, ...(isAnswered && { isAnswered }) });
  }

  /** The answer to a doubt, or else what is proposed: the first of the choices. */
  choose({ id, pointer, question, choices, reason }: Question): string {
    const answer = this.#answers.get(id);
    const taken = choices.find(({ value }) => value === answer) ?? choices[0];
    const value = choices.length === 0 ? (answer ?? '') : (taken?.value ?? '');
    const isAnswered = answer !== undefined && value === answer;
    const isOpen = choices.length !== 1;
    this.#all.push({
      id,
      pointer,
      value,
      reason: isAnswered ? 'as answered' : reason,
      ...(isOpen && { doubt: { question, choices } }),
      ...(isAnswered && { isAnswered }),
    });
    return value;
  }

  /** As `choose`, where the answer is any text. */
  ask({ id, pointer, question, proposed, reason }: Omit<Question, 'choices'> & { readonly proposed: string }): string {
    const answer = this.#answers.get(id);
    const isAnswered = answer !== undefined && answer !== '';
    const value = isAnswered ? answer : proposed;
    this.#all.push({
      id,
      pointer,
      value,
      reason: isAnswered ? 'as answered' : reason,
      doubt: { question, choices: [] },
      ...(isAnswered && { isAnswered }),
    });
    return value;
  }
}

interface Question {
  readonly id: string;
  readonly pointer: string;
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly reason: string;
}
