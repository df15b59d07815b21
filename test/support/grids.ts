/**
 * Small gridded files of known content, a config for them, and what lies in a cube made of them. zarrita reads, not the code under test.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as zarr from 'zarrita';
import type { JsonObject } from '../../src/config/json.js';
import { mergeConfigs } from '../../src/config/merge.js';
import { type ClassicAttribute, type ClassicFile, netcdf3File } from './netcdf3-file.js';
import { type CliOptions, type CliRun, type PublishRun, publish, runCli } from './run-cli.js';
import { writeAt } from './tracks.js';

/** The config of the dataset `grids`. */
export const GRIDS = {
  dataset_name: 'grids',
  cloud_optimised_format: 'zarr',
  metadata_uuid: '0c9eb39c-9cbe-4c6a-8a10-5867087e703a',
  schema: {
    TIME: { type: 'timestamp[ns]' },
    LATITUDE: { type: 'double' },
    LONGITUDE: { type: 'double' },
    TEMP: { type: 'float' },
    QC: { type: 'float32' },
  },
  schema_transformation: {
    dimensions: {
      time: { name: 'TIME', chunk: 3, append_dim: true },
      latitude: { name: 'LATITUDE', chunk: 2 },
      longitude: { name: 'LONGITUDE', chunk: 4 },
    },
    var_template_shape: 'TEMP',
    vars_incompatible_with_region: ['LATITUDE', 'LONGITUDE'],
    global_attributes: { delete: ['history'], set: { title: 'Small grids' } },
  },
};

/** That config with changes merged over it; variables of `schema` are added, and go where they are `undefined`. */
export function gridsConfig(change: { readonly schema?: object } = {}): JsonObject {
  const schema = { ...GRIDS.schema, ...change.schema };
  return mergeConfigs(GRIDS as unknown as JsonObject, JSON.parse(JSON.stringify({ ...change, schema })));
}

/** What is special in a file. */
export interface GridFile {
  /** Added to all stored temperatures. */
  readonly shift?: number;
  readonly latitude?: readonly number[];
  readonly longitude?: readonly number[];
  /** Variables to leave out. */
  readonly without?: readonly string[];
  readonly more?: ClassicFile['variables'];
  readonly dimensions?: Readonly<Record<string, number>>;
  readonly attributes?: Readonly<Record<string, ClassicAttribute>>;
}

const MISSING = -32768;

/** A NetCDF-3 file with one step for each day: stored temperatures are `day · 100 + cell`, the first cell is missing. */
export function gridFile(days: readonly number[], special: GridFile = {}): Uint8Array {
  const { shift = 0, latitude = [-30, -31, -32], longitude = [110, 111, 112, 113] } = special;
  const cells = latitude.length * longitude.length;
  const grid = ['TIME', 'LATITUDE', 'LONGITUDE'];
  const variables: ClassicFile['variables'] = {
    TIME: { type: 'float64', dimensions: ['TIME'], values: days, attributes: { units: 'days since 2000-01-01' } },
    LATITUDE: { type: 'float64', dimensions: ['LATITUDE'], values: latitude, attributes: { units: 'degrees_north' } },
    LONGITUDE: { type: 'float64', dimensions: ['LONGITUDE'], values: longitude, attributes: { units: 'degrees_east' } },
    TEMP: {
      type: 'int16',
      dimensions: grid,
      values: days.flatMap((day) => storedRow(day, cells, shift)),
      attributes: {
        _FillValue: { type: 'int16', values: [MISSING] },
        scale_factor: { type: 'float64', values: [0.01] },
        add_offset: { type: 'float64', values: [20] },
        units: 'Celsius',
      },
    },
    QC: {
      type: 'int8',
      dimensions: grid,
      values: days.flatMap((day) => new Array<number>(cells).fill(day % 5)),
      attributes: { _FillValue: { type: 'int8', values: [-99] } },
    },
    ...special.more,
  };
  const kept = Object.entries(variables).filter(([name]) => !special.without?.includes(name));
  return netcdf3File({
    dimensions: { TIME: days.length, LATITUDE: latitude.length, LONGITUDE: longitude.length, ...special.dimensions },
    attributes: { title: 'grids', history: 'made for a test', ...special.attributes },
    variables: Object.fromEntries(kept),
  });
}

/** The stored temperatures of a day. */
export function storedRow(day: number, cells = 12, shift = 0): number[] {
  return Array.from({ length: cells }, (_, cell) => (cell === 0 ? MISSING : day * 100 + cell + shift));
}

/** A NetCDF-4 file of `test/fixtures/cubes`, with the same content. */
export function fixture(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`../fixtures/cubes/${name}`, import.meta.url)));
}

/** An array as a reader sees it. */
export interface SeenArray {
  readonly values: readonly (number | string)[];
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A cube as a reader sees it. */
export interface SeenCube {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, SeenArray>>;
}

/** Reads all of a cube through its consolidated metadata. */
export function seeCube(folder: string, format: 2 | 3 = 3): Promise<SeenCube> {
  return seeStore(async (key) => readIfThere(join(folder, key)), format);
}

/** As {@link seeCube}, from wherever its objects lie. Keys begin with a slash. */
export async function seeStore(
  get: (key: string) => Promise<Uint8Array | undefined>,
  format: 2 | 3 = 3,
): Promise<SeenCube> {
  const getRange = async (key: string, range: { offset: number; length: number } | { suffixLength: number }) => {
    const bytes = await get(key);
    return 'offset' in range
      ? bytes?.subarray(range.offset, range.offset + range.length)
      : bytes?.subarray(-range.suffixLength);
  };
  const store = await zarr.withConsolidatedMetadata({ get, getRange }, { format: `v${format}` });
  const open = format === 2 ? zarr.open.v2 : zarr.open.v3;
  const group = await open(store, { kind: 'group' });
  const arrays: Record<string, SeenArray> = {};
  for (const { path, kind } of store.contents()) {
    if (kind !== 'array') continue;
    const array = await open(group.resolve(path.slice(1)), { kind: 'array' });
    const read: unknown = await zarr.get(array);
    // A scalar is read as its value.
    const data = typeof read === 'object' && read !== null && 'data' in read ? read.data : [read];
    const { shape, chunks, dtype, attrs } = array;
    const values = Array.from(data as Iterable<number | bigint | string>, (v) =>
      typeof v === 'bigint' ? Number(v) : v,
    );
    arrays[path.slice(1)] = { values, shape, chunks, type: dtype, attributes: attrs };
  }
  return { attributes: group.attrs, arrays };
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** The steps of a cube: `day: file, first stored temperature but one`. */
export function stepsOf({ arrays }: SeenCube): string[] {
  const { TIME, TEMP, filename } = arrays;
  const cells = (TEMP?.values.length ?? 0) / Math.max(1, TIME?.values.length ?? 0);
  return (TIME?.values ?? []).map((day, row) => `${day}: ${filename?.values[row]} ${TEMP?.values[row * cells + 1]}`);
}

/** A folder with sources in `in/`, a config, and the cube that the commands make of them in `out/`. */
export class Gridplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'co-cubes-'));
  readonly input = join(this.folder, 'in');
  readonly output = join(this.folder, 'out');
  readonly cube = join(this.output, 'grids.zarr');
  readonly config = join(this.folder, 'grids.json');

  constructor(change: object = {}) {
    this.configure(change);
  }

  /** Writes the config anew. */
  configure(change: object): void {
    writeAt(this.folder, 'grids.json', JSON.stringify(gridsConfig(change)));
  }

  /** Writes a source; gives its path. */
  source(name: string, content: Uint8Array): string {
    return writeAt(this.input, name, content);
  }

  /** Publishes all sources, or those of `--input`. One worker, in the main thread, unless `args` say otherwise. */
  publish(args: readonly string[] = [], options?: CliOptions): Promise<PublishRun> {
    const given = (option: string, value: string) => (args.includes(option) ? [] : [option, value]);
    const common = [...given('--input', this.input), ...given('--output', this.output), ...given('--workers', '1')];
    return publish(['--config', this.config, ...common, ...args], options);
  }

  /** `cloud-optimised rows delete|explain SOURCE` */
  rows(verb: 'delete' | 'explain', source: string): Promise<CliRun> {
    const places = ['--config', this.config, '--output', this.output];
    return runCli('cloud-optimised', ['rows', verb, source, '--json', ...places]);
  }

  see(format: 2 | 3 = 3): Promise<SeenCube> {
    return seeCube(this.cube, format);
  }

  async steps(format: 2 | 3 = 3): Promise<string[]> {
    return stepsOf(await this.see(format));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Last parts of the addresses of sources that failed, with their codes. */
export function failuresOf(summary: { readonly failures: readonly { source: string; code: string }[] }): string[] {
  return summary.failures.map(({ source, code }) => `${source.split('/').at(-1)}: ${code}`);
}
