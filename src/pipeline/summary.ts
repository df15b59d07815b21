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

/** A variable that files have and the config's schema lacks. */
export interface UnknownVariable {
  readonly variable: string;
  /** How many files have it. */
  readonly files: number;
  /** Its types, each with the first file that has it so: more than one where files do not agree. */
  readonly types: readonly { readonly type: string; readonly source: string }[];
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
  /** Entries for the config's schema, ready to paste, each as the first file tells that has the variable. */
  readonly hints: Readonly<Record<string, unknown>>;
  /** What is known of the variables in `hints`. */
  readonly unknown: readonly UnknownVariable[];
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
  readonly #unknown = new Map<string, { files: number; types: Map<string, string> }>();
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
    for (const [variable, entry] of Object.entries(hints)) this.#hint(variable, entry, source.uri);
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
      unknown: Array.from(this.#unknown, toUnknown),
      warnings,
      left,
      dryRun,
    };
  }

  #hint(variable: string, entry: unknown, source: string): void {
    if (!Object.hasOwn(this.#hints, variable)) this.#hints[variable] = entry;
    const known = this.#unknown.get(variable) ?? { files: 0, types: new Map() };
    const { type } = entry as { type?: unknown };
    known.files++;
    if (typeof type === 'string' && !known.types.has(type)) known.types.set(type, source);
    this.#unknown.set(variable, known);
  }

  #warn(message: string, source: string): void {
    const told = this.#warnings.get(message);
    if (told) told.files++;
    else if (this.#warnings.size < MAX_WARNINGS) this.#warnings.set(message, { source, files: 1 });
    else this.#unlisted++;
  }
}

function toUnknown([variable, { files, types }]: [
  string,
  { files: number; types: Map<string, string> },
]): UnknownVariable {
  return { variable, files, types: Array.from(types, ([type, source]) => ({ type, source })) };
}
