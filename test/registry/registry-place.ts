/**
 * A folder of configs to be described for the registry.
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UUID } from './geonetwork/catalogue-server.js';
import { sampleEntry } from './sample-entry.js';

/** A config with a whole entry; `undefined` takes a key away. */
export function registryConfig(keys: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    dataset_name: 'moorings',
    cloud_optimised_format: 'parquet',
    metadata_uuid: UUID,
    run_settings: { optimised_bucket_name: 'harbour-data', root_prefix_cloud_optimised_path: 'published' },
    schema: { TEMP: { type: 'float', units: 'degree_Celsius' } },
    aws_opendata_registry: sampleEntry(),
    ...keys,
  };
}

export class RegistryPlace {
  readonly folder = mkdtempSync(join(tmpdir(), 'co-registry-'));

  /** Writes a file, objects as JSON; gives its path. */
  write(name: string, content: Record<string, unknown> | string): string {
    const path = join(this.folder, name);
    writeFileSync(path, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
    return path;
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Paths and texts of all files, temporary ones among them. */
  all(): Record<string, string> {
    const files = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    return Object.fromEntries(
      files.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(this.folder.length + 1), readFileSync(path, 'utf8')];
      }),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
