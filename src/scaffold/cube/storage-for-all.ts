/**
 * How a cube stores what samples pack in different ways.
 *
 * @module
 */
import { DEFAULT_FILL } from '../../model/cf/default-fill.js';
import { packsAlike } from '../../model/cf/number-encoding.js';
import { liesOnSteps, PLAIN, tellSteps } from '../../model/cf/packing-steps.js';
import type { Packing } from '../../model/cf/unpack.js';
import { isInteger, isNumeric, type NumericType } from '../../model/data-type.js';
import type { Choice, Decisions } from '../decisions.js';
import { pointerPart } from '../parquet/schema.js';
import type { SampledVariable, StoredNumbers } from '../samples/reconcile.js';
import { widen } from '../samples/widen.js';

type Encoding = Readonly<Record<string, unknown>>;

/** Whether samples store a variable in different ways, some of them packed: the cube would be of those of whichever file comes first. */
export function isPackedOtherwise({ storages, type }: SampledVariable): boolean {
  return storages.length > 1 && !type.startsWith('timestamp') && storages.some(({ packing }) => packing !== undefined);
}

/**
 * Storage that holds the values of all samples exactly: packed numbers of a wider type where only their types differ, else doubles; the
 * finest packing is another choice where all values lie on its steps.
 *
 * @returns `undefined` where samples agree
 */
export function storageForAll(variable: SampledVariable, decisions: Decisions): Record<string, unknown> | undefined {
  if (!isPackedOtherwise(variable)) return undefined;
  const { name, storages } = variable;
  const doubles: Encoding = { dtype: 'float64', _FillValue: 'NaN' };
  const packed = packedForAll(storages);
  const isAlike = storages.every(({ packing }) => packsAlike(packing, storages[0]?.packing));
  const encodings = packed ? (isAlike ? [packed, doubles] : [doubles, packed]) : [doubles];
  const told = storages.map(tellStorage).join(' and ');
  const value = decisions.choose({
    id: `packing:${name}`,
    pointer: `/zarr/variables/${pointerPart(name)}`,
    question: `How should '${name}' be stored?`,
    choices: [...encodings.map(choiceOf), AS_FIRST],
    reason: `samples have it as ${told}: what the first file has might not hold the values of others`,
  });
  return encodings.find((encoding) => JSON.stringify(encoding) === value);
}

const AS_FIRST: Choice = {
  value: 'as the first file',
  label: 'as the first file that is published: values of others are rounded, which is told, or refused',
};

function tellStorage({ stored, packing }: StoredNumbers): string {
  return packing ? `${stored} in ${tellSteps(packing)}` : stored;
}

function choiceOf(encoding: Encoding): Choice {
  const { dtype, scale_factor: scale, add_offset: offset } = encoding;
  const label =
    scale === undefined
      ? 'unpacked: every value as it is'
      : `${dtype} in ${tellSteps({ scale: Number(scale), offset: Number(offset) })}: files with values beyond are refused`;
  return { value: JSON.stringify(encoding), label };
}

/** The packing on whose steps all values lie, in a type that holds the stored numbers of all. */
function packedForAll(storages: readonly StoredNumbers[]): Encoding | undefined {
  const types = storages.map(({ stored }) => stored);
  if (!types.every((type): type is NumericType => isNumeric(type) && isInteger(type))) return undefined;
  const packings: readonly Packing[] = storages.map(({ packing }) => packing ?? PLAIN);
  const finest = packings.find((one) => packings.every((other) => liesOnSteps(other, one)));
  const widest = types.reduce<string>((one, other) => widen(one as NumericType, other), types[0] as NumericType);
  if (!finest || !isNumeric(widest)) return undefined;
  const fill = DEFAULT_FILL[widest];
  return {
    dtype: widest,
    scale_factor: finest.scale,
    add_offset: finest.offset,
    _FillValue: typeof fill === 'bigint' ? String(fill) : fill,
  };
}
