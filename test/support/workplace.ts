import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnType, type DatasetState, datasetState } from './dataset-state.js';
import { type CliOptions, type CliRun, type PublishRun, publish, runCli } from './run-cli.js';
import { csvOf, type TrackRow, writeAt, writeConfig } from './tracks.js';

/** A folder with sources in `in/`, a config, and the dataset that the commands make of them in `out/`. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'co-e2e-'));
  readonly input = join(this.folder, 'in');
  readonly output = join(this.folder, 'out');
  readonly config: string;

  constructor(config?: Record<string, unknown>) {
    this.config = writeConfig(this.folder, config);
  }

  /** Writes a source, as a CSV file of these rows or with this content; gives its path. */
  source(name: string, content: readonly TrackRow[] | string | Uint8Array): string {
    return writeAt(this.input, name, Array.isArray(content) ? csvOf(content) : (content as string | Uint8Array));
  }

  /** Publishes all sources. One worker, in the main thread, unless `args` say otherwise. */
  publish(args: readonly string[] = [], options?: CliOptions): Promise<PublishRun> {
    return publish([...this.#common(args), ...args], options);
  }

  /** As `publish`, for a command that may not come to its summary. */
  attempt(args: readonly string[] = [], options?: CliOptions): Promise<CliRun> {
    return runCli('generic-cloud-optimised-creation', [...this.#common(args), ...args], options);
  }

  /** `cloud-optimised rows delete|explain SOURCE` */
  rows(verb: 'delete' | 'explain', source: string): Promise<CliRun> {
    const places = ['--config', this.config, '--output', this.output];
    return runCli('cloud-optimised', ['rows', verb, source, '--json', ...places]);
  }

  state(): Promise<DatasetState> {
    return datasetState(this.output, 'tracks.parquet');
  }

  /** The type in which an object stores a column, by Parquet's names. */
  typeOf(key: string, column: string): Promise<string> {
    return columnType(join(this.output, 'tracks.parquet', key), column);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #common(args: readonly string[]): string[] {
    const input = args.includes('--input') ? [] : ['--input', this.input];
    const output = args.includes('--output') ? [] : ['--output', this.output];
    const workers = args.includes('--workers') ? [] : ['--workers', '1'];
    return ['--config', this.config, ...input, ...output, ...workers];
  }
}
