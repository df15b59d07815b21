/** What a handler tells of one source beside its rows. Plain data at the end: it crosses threads. */
export interface SourceNotes {
  /** Rows left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  /** Entries for the config's schema, ready to paste, by name of the variable that the schema lacks. */
  readonly hints: Readonly<Record<string, unknown>>;
}

/** Gathers the notes of one source. */
export class SourceReport {
  readonly #dropped: Record<string, number> = {};
  readonly #warnings: string[] = [];
  readonly #hints: Record<string, unknown> = {};

  /** Counts rows that are left out. */
  drop(reason: string, count: number): void {
    if (count > 0) this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count;
  }

  /** Tells something that a person should look at, though the source is published. */
  warn(message: string): void {
    if (!this.#warnings.includes(message)) this.#warnings.push(message);
  }

  /** Suggests an entry for the schema of the config. */
  hint(variable: string, entry: unknown): void {
    this.#hints[variable] = entry;
  }

  /** Rows left out so far, by reason. */
  get dropped(): Readonly<Record<string, number>> {
    return { ...this.#dropped };
  }

  /** All that was told. */
  notes(): SourceNotes {
    return { dropped: this.dropped, warnings: [...this.#warnings], hints: { ...this.#hints } };
  }
}
