import type { Failure } from '../errors/index.js';
import type { SourceResult } from './publish-source.js';

/** A source that is not published, or the dataset itself, where something ended the run before its time. */
export interface SourceFailure {
  readonly source: string;
  readonly code: string;
  readonly message: string;
}

/** A note on sources that are published all the same. */
export interface SourceWarning {
  readonly message: string;
  /** The first source that it was told of. */
  readonly source: string;
  /** Of how many it was told. */
  readonly files: number;
}

/** The outcome of a run: the last line of a `--json` run. */
export interface RunSummary {
  readonly type: 'summary';
  readonly dataset: string;
  /** Address of the dataset. */
  readonly target: string;
  readonly files: { readonly published: number; readonly skipped: number; readonly failed: number };
  readonly rows: number;
  /** Rows left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly failures: readonly SourceFailure[];
  /** Entries for the config's schema, ready to paste. */
  readonly hints: Readonly<Record<string, unknown>>;
  readonly warnings: readonly SourceWarning[];
  /** Sources that an interruption left undone. */
  readonly left: number;
  readonly dryRun: boolean;
}

/** The most different warnings that a summary lists; more are counted in a last one. */
const MAX_WARNINGS = 100;

/** Adds up the results of a run. Its memory does not grow with the number of published sources. */
export class SummaryBuilder {
  readonly #dropped: Record<string, number> = {};
  readonly #failures: SourceFailure[] = [];
  readonly #hints: Record<string, unknown> = {};
  readonly #warnings = new Map<string, { source: string; files: number }>();
  #unlisted = 0;
  #published = 0;
  #failed = 0;
  #skipped = 0;
  #rows = 0;

  /** Counts sources that are in the dataset already. */
  skip(count: number): void {
    this.#skipped += count;
  }

  /** Counts what became of one source. */
  add({ source, rows, dropped, warnings, hints, failure }: SourceResult): void {
    for (const [reason, count] of Object.entries(dropped)) this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count;
    for (const message of warnings) this.#warn(message, source.uri);
    Object.assign(this.#hints, hints);
    if (failure) {
      this.#failed++;
      this.#failures.push({ source: source.uri, ...failure });
    } else {
      this.#published++;
      this.#rows += rows;
    }
  }

  /** Adds what ended the run before its time. */
  end(target: string, failure: Failure): void {
    this.#failures.push({ source: target, ...failure });
  }

  /** Sources published so far. */
  get published(): number {
    return this.#published;
  }

  /** Sources done so far, published or failed. */
  get done(): number {
    return this.#published + this.#failed;
  }

  build(run: { dataset: string; target: string; left: number; dryRun: boolean }): RunSummary {
    const { dataset, target, left, dryRun } = run;
    const files = { published: this.#published, skipped: this.#skipped, failed: this.#failed };
    const warnings = Array.from(this.#warnings, ([message, told]) => ({ message, ...told }));
    if (this.#unlisted > 0) warnings.push({ message: 'further warnings', source: '', files: this.#unlisted });
    return {
      type: 'summary',
      dataset,
      target,
      files,
      rows: this.#rows,
      dropped: this.#dropped,
      failures: this.#failures,
      hints: this.#hints,
      warnings,
      left,
      dryRun,
    };
  }

  #warn(message: string, source: string): void {
    const told = this.#warnings.get(message);
    if (told) told.files++;
    else if (this.#warnings.size < MAX_WARNINGS) this.#warnings.set(message, { source, files: 1 });
    else this.#unlisted++;
  }
}
