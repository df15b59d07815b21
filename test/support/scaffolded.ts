/**
 * Configs that are made of sample files, and what is published with them, without any edit.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type CreateConfigOptions,
  type CreatedConfig,
  createDatasetConfig,
} from '../../src/app/create-dataset-config.js';
import { publishDataset } from '../../src/app/publish-dataset.js';
import type { RunSummary } from '../../src/pipeline/summary.js';
import { type SeenCube, seeCube } from './grids.js';

/** A folder for samples, the config that is made of them, and what is published. */
export class ScaffoldPlace {
  readonly folder = mkdtempSync(join(tmpdir(), 'co-scaffold-'));

  /** Writes a sample; gives its path. */
  sample(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, 'in', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Makes a config, as `--yes` does. */
  create(files: readonly string[], options: Omit<CreateConfigOptions, 'files'> = {}): Promise<CreatedConfig> {
    return createDatasetConfig({ files, workingFolder: this.folder, confirm: async () => true, ...options });
  }

  /** Publishes with a config, as it is. */
  publish(created: CreatedConfig): Promise<RunSummary> {
    return publishDataset({ config: created.file, workingFolder: this.folder, workers: 1 });
  }

  /** Makes a config and publishes with it. */
  async run(files: readonly string[], options: Omit<CreateConfigOptions, 'files'> = {}) {
    const created = await this.create(files, options);
    return { created, summary: await this.publish(created), config: this.config(created) };
  }

  /** The config as it was written. */
  config({ file }: CreatedConfig) {
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  /** The folder of the dataset. */
  dataset({ name, format }: CreatedConfig): string {
    return join(this.folder, 'cloud-optimised', `${name}.${format}`);
  }

  cube(created: CreatedConfig): Promise<SeenCube> {
    return seeCube(this.dataset(created));
  }

  /** What DuckDB makes of a query, in which `dataset` is the published table. */
  async query(created: CreatedConfig, sql: string): Promise<unknown[][]> {
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    try {
      const from = `read_parquet('${this.dataset(created)}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`;
      const result = await connection.runAndReadAll(sql.replaceAll('dataset', from));
      return result.getRowsJson() as unknown[][];
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  /** Names of all that lies in the folder. */
  get files(): string[] {
    return readdirSync(this.folder).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The reason of a decision. */
export function reasonOf({ decisions }: CreatedConfig, id: string): string | undefined {
  return decisions.find((decision) => decision.id === id)?.reason;
}

/** What was decided. */
export function decided({ decisions }: CreatedConfig, id: string): string | undefined {
  return decisions.find((decision) => decision.id === id)?.value;
}
