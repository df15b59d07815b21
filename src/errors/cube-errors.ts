import { recipe } from './define.js';

/** By why a coordinate is refused: the schema declares it, it labels the steps, or the cube has it; or the cube has none. */
const COORDINATE_NEED = {
  declared: ', which the schema declares',
  steps: ' to tell where its steps go',
  absent: ', which the cube has',
  unexpected: '',
} as const;

const COORDINATE_ADVICE = {
  declared:
    'Correct the file, put a file with the coordinate beside the config, as `<dataset_name>.nc`, or take the coordinate out of the schema.',
  steps: 'Correct the file: no template tells its steps.',
  absent: undefined,
  unexpected: 'Leave the coordinate out by `drop_variables`, or declare it in the schema and begin the cube anew.',
} as const;

/** By why a label has no place. */
const LABEL_ADVICE = {
  missing: 'Correct the file: each step needs a label, which is no missing value.',
  repeated: 'Correct the file: each of its labels may be there once.',
  exists: 'Choose another policy: `--if-exists`, `if_exists`, or `zarr.if_exists` in the config of a dataset.',
  late: 'Append slices in the order of their labels, or let labels come between others: `--insert`, or `insert`.',
  step: 'Append what is missing first, or let it be filled (`--gaps fill`), or correct `append_step` or the file.',
  absent: 'Name labels that the cube has.',
  unordered: 'Make the cube anew: its own labels are in no order, or there more than once, so that none has a place.',
} as const;

/** By why a time cannot be stored. */
const TIME_ADVICE = {
  precision: undefined,
  meaning: 'Publish the file as another dataset, or correct its units and its calendar.',
  name: 'Correct `time` in the `geotiff` block of the config (`file_name`, `format`), or the name of the file.',
} as const;

/** Failures of cubes: their metadata, their codecs, what does not fit into them, and their transactions. */
export const cubeErrors = {
  CO_CUBE_NOT_ZARR: recipe<{ uri: string; found?: string | undefined }>({
    when: 'The target of a cube is a folder that holds something else.',
    message: ({ uri, found }) =>
      `'${uri}' is not a Zarr store, but ${found === undefined ? 'a file' : `holds '${found}'`}.`,
    remedy: 'Name another target, or move away what is there.',
  }),
  CO_ZARR_METADATA: recipe<{ uri: string; reason: string; unsupported?: boolean }>({
    when: 'A metadata document of a Zarr store is not what the specification says, or tells of something that is not supported.',
    message: ({ uri, reason }) => `The Zarr metadata '${uri}' cannot be used: ${reason}.`,
    remedy: 'Check the store with `cloud-optimised verify`, or name another one.',
    advice: ({ unsupported }) =>
      unsupported
        ? 'Name another store: there need not be anything wrong with this one, but it cannot be used here.'
        : undefined,
  }),
  CO_ZARR_CHUNK: recipe<{ uri: string; reason: string }>({
    when: 'A chunk or shard of a Zarr store cannot be decoded.',
    message: ({ uri, reason }) => `The chunk '${uri}' cannot be decoded: ${reason}.`,
    remedy: 'Get the store anew, or run `cloud-optimised verify` on it to find every such chunk.',
  }),
  CO_CODEC_UNSUPPORTED: recipe<{ codec: string; reason: string }>({
    when: 'A codec, or one of its settings, is not known or does not fit the type of the array.',
    message: ({ codec, reason }) => `The codec '${codec}' cannot be used: ${reason}.`,
    remedy:
      'Choose among blosc, zstd, gzip, zlib, lz4, shuffle, delta, fixedscaleoffset and crc32c, with the settings that the docs name.',
  }),
  CO_CODEC_DATA: recipe<{ codec: string; reason: string }>({
    when: 'Encoded bytes are not what their codec writes, or decode to another length than their array asks for.',
    message: ({ codec, reason }) => `Bytes encoded by '${codec}' cannot be decoded: ${reason}.`,
    remedy: 'Get the store anew, or run `cloud-optimised verify` on it to find every such chunk.',
  }),
  CO_CODEC_VALUE: recipe<{ value: string; type: string; reason: string }>({
    when: 'A value cannot be encoded exactly, or within the precision that was asked for.',
    message: ({ value, type, reason }) => `Value '${value}' cannot be encoded as '${type}': ${reason}.`,
    remedy: 'Choose a wider type or another codec for the array, or correct the value.',
  }),
  CO_CUBE_DIMENSION: recipe<{ uri: string; dimension: string; expected: number | string; found: number | string }>({
    when: 'A dimension of a source is missing, or has another length than in the cube.',
    message: ({ uri, dimension, expected, found }) =>
      `Dimension '${dimension}' of '${uri}' has length '${found}', expected '${expected}'.`,
    remedy: 'Publish the file as another dataset, or regrid it (target_dimension_grids, or a slice source).',
  }),
  CO_CUBE_DIMENSIONS: recipe<{ uri: string; variable: string; expected: readonly string[]; found: readonly string[] }>({
    when: 'A variable of a source has other dimensions than in the cube.',
    message: ({ uri, variable, expected, found }) =>
      `Variable '${variable}' of '${uri}' has the dimensions '(${found.join(', ')})', expected '(${expected.join(', ')})'.`,
    remedy: 'Publish the file as another dataset, or bring the variable into the shape of the cube first.',
  }),
  CO_CUBE_GRID: recipe<{ uri: string; coordinate: string; index: number | string; expected: string; found: string }>({
    when: 'A coordinate of a source has other values than in the cube, beyond the tolerance.',
    message: ({ uri, coordinate, index, expected, found }) =>
      `Coordinate '${coordinate}' of '${uri}' is '${found}' at index ${index}, expected '${expected}'.`,
    remedy: 'Publish the file as another dataset, or regrid it (target_dimension_grids, or a slice source).',
  }),
  CO_CUBE_COORDINATE: recipe<{
    uri: string;
    dimension: string;
    because: 'declared' | 'steps' | 'absent' | 'unexpected';
    template: string | undefined;
  }>({
    when: 'A dimension of a source lacks a coordinate that the schema, the append or the cube asks for, or has one where the cube has none.',
    message: ({ uri, dimension, because, template }) => {
      const besides = template ? `, and '${template}' has none that fits` : '';
      return because === 'unexpected'
        ? `Dimension '${dimension}' of '${uri}' has a coordinate, but none in the cube.`
        : `Dimension '${dimension}' of '${uri}' has no coordinate${COORDINATE_NEED[because]}${besides}.`;
    },
    remedy: 'Correct the file, or put a file with the coordinate beside the config, as `<dataset_name>.nc`.',
    advice: ({ because }) => COORDINATE_ADVICE[because],
  }),
  CO_CUBE_TYPE: recipe<{ uri: string; variable: string; expected: string; found: string; reason: string }>({
    when: "A variable of a source has values that the cube's type cannot hold exactly.",
    message: ({ uri, variable, expected, found, reason }) =>
      `Variable '${variable}' of '${uri}' is '${found}', which cannot be stored as '${expected}': ${reason}.`,
    remedy: 'Convert the variable first, or publish the file as another dataset.',
  }),
  CO_CUBE_VALUE: recipe<{ uri: string; variable: string; value: string; index: readonly number[]; type: string }>({
    when: "A value of a source does not fit into the cube's type or packing.",
    message: ({ uri, variable, value, index, type }) =>
      `Value '${value}' of variable '${variable}' in '${uri}' at [${index.join(', ')}] does not fit into ${type}.`,
    remedy: 'Correct the value, or create the cube with a wider type or another packing.',
  }),
  CO_CUBE_TIME: recipe<{
    uri: string;
    variable: string;
    value: string;
    units: string;
    reason: string;
    trouble: 'precision' | 'meaning' | 'name';
  }>({
    when: "A time of a source cannot be told exactly in the units, calendar and type of the cube's coordinate.",
    message: ({ uri, variable, value, units, reason }) =>
      `Time '${value}' of '${variable}' in '${uri}' cannot be stored as '${units}': ${reason}.`,
    remedy: 'Create the cube with finer units, for example `seconds since 1970-01-01`, or correct the file.',
    advice: ({ trouble }) => TIME_ADVICE[trouble],
  }),
  CO_CUBE_LABEL: recipe<{
    uri: string;
    dimension: string;
    label: string;
    reason: string;
    fault: 'missing' | 'repeated' | 'exists' | 'late' | 'step' | 'absent' | 'unordered';
  }>({
    when: 'A label of the append dimension is missing, twice there, out of order, or at the wrong distance.',
    message: ({ uri, dimension, label, reason }) => `Label '${label}' of '${dimension}' in '${uri}' ${reason}.`,
    remedy: 'Correct the file, or choose what becomes of such labels, by the option that the message names.',
    advice: ({ fault }) => LABEL_ADVICE[fault],
  }),
  CO_CUBE_NO_FILL: recipe<{ uri: string; variable: string; type: string }>({
    when: 'A source lacks a variable of the cube for which no fill value is declared.',
    message: ({ uri, variable, type }) =>
      `'${uri}' has no variable '${variable}', and no fill value is declared for its type '${type}' in the cube.`,
    remedy: 'Declare a fill value for the variable before the cube is created, or add the variable to the file.',
  }),
  CO_CUBE_VARIABLE: recipe<{ uri: string; variable: string; reason: string }>({
    when: 'A variable of a source cannot become part of a cube.',
    message: ({ uri, variable, reason }) => `Variable '${variable}' of '${uri}' cannot be stored: ${reason}.`,
    remedy: 'Leave the variable out (`excluded_variables`, `drop_variables`), or configure it.',
  }),
  CO_CUBE_LAYOUT: recipe<{ array: string; reason: string }>({
    when: 'The layout asked for an array cannot be made.',
    message: ({ array, reason }) => `Array '${array}' cannot be laid out so: ${reason}.`,
    remedy: "Correct its chunks, shards, type or codecs in the config's `zarr` block or `variables`.",
  }),
  CO_CUBE_UNDECIDED: recipe<{ uri: string }>({
    when: 'A commit was interrupted, and another program changed the cube before it was repaired: nobody knows which state counts.',
    message: ({ uri }) => `'${uri}' was changed by another program amid an unfinished commit.`,
    remedy:
      'Look at the cube, then run `cloud-optimised recover --decide forward` to finish the commit over that change, or `--decide back` to undo the commit.',
  }),
  CO_CUBE_CONFLICT: recipe<{ uri: string }>({
    when: 'Another writer changed a cube while this one was preparing a commit.',
    message: ({ uri }) => `'${uri}' was changed by another writer.`,
    remedy: 'Run again; nothing of this commit is visible.',
  }),
} as const;
