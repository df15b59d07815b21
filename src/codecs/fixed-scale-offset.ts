import { CloudOptimisedError } from '../errors/index.js';
import { allocate, isInteger, type NumericArray, type NumericType } from '../model/data-type.js';
import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, corrupt, unsupported } from './codec.js';
import { type NumberType, numberTypeSetting } from './number-type.js';
import { checkSettings, numberSetting } from './settings.js';
import { bytesOfNumbers, numbersOfBytes } from './values/numbers.js';

interface Packing {
  readonly offset: number;
  readonly scale: number;
  readonly plain: NumberType;
  readonly stored: NumberType;
}

/**
 * numcodecs' `fixedscaleoffset`: `round((value - offset) * scale)`, halves to even, in the precision of the values as NumPy does it.
 * What is out of the stored type's range, or no number, is refused: NumPy would store something else for it.
 *
 * @throws CO_CODEC_UNSUPPORTED
 */
export function createFixedScaleOffset(spec: CodecSpec): BytesCodec {
  checkSettings(spec, ['offset', 'scale', 'dtype', 'astype']);
  const packing = packingOf(spec);
  const { plain, stored } = packing;
  return {
    encode: (bytes) => {
      const packed = pack(numbersOfBytes(bytes, plain.type, plain.byteOrder), packing);
      return bytesOfNumbers(packed, stored.type, stored.byteOrder);
    },
    decode: (bytes, decodedLength) => {
      const values = unpack(numbersOfBytes(bytes, stored.type, stored.byteOrder), packing);
      if (values.byteLength === (decodedLength ?? values.byteLength))
        return bytesOfNumbers(values, plain.type, plain.byteOrder);
      throw corrupt(spec.name, `they hold ${values.byteLength} bytes, expected ${decodedLength}`);
    },
  };
}

function packingOf(spec: CodecSpec): Packing {
  const plain = numberTypeSetting(spec, 'dtype');
  const stored = numberTypeSetting(spec, 'astype', plain);
  const scale = numberSetting(spec, 'scale');
  if (scale === 0) throw unsupported(spec.name, "'scale' is '0', by which nothing can be divided");
  const long = [plain, stored].find(({ type }) => isInteger(type) && type.endsWith('64'));
  if (long) throw unsupported(spec.name, `'${long.type}' holds integers that it would round`);
  return { offset: numberSetting(spec, 'offset'), scale, plain, stored };
}

function pack(values: NumericArray, { offset, scale, plain, stored }: Packing): NumericArray {
  const numbers = values as Float64Array;
  const precise = plain.type === 'float32' ? Math.fround : (value: number) => value;
  const [from, by] = [precise(offset), precise(scale)];
  const packed = allocate(stored.type, numbers.length) as Float64Array;
  const isExact = isInteger(stored.type);
  for (let index = 0; index < numbers.length; index++) {
    const rounded = roundHalfEven(precise(precise((numbers[index] as number) - from) * by));
    packed[index] = rounded;
    if (isExact && packed[index] !== rounded) throw refused(numbers[index] as number, stored.type);
  }
  return packed;
}

function unpack(packed: NumericArray, { offset, scale, plain, stored }: Packing): NumericArray {
  const numbers = packed as Float64Array;
  const precise = stored.type === 'float32' ? Math.fround : (value: number) => value;
  const [from, by] = [precise(offset), precise(scale)];
  const values = allocate(plain.type, numbers.length) as Float64Array;
  for (let index = 0; index < numbers.length; index++) {
    values[index] = precise(precise((numbers[index] as number) / by) + from);
  }
  return values;
}

/** Keeps the sign of zero, as NumPy does. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  const isUp = rest === 0.5 ? down % 2 !== 0 : rest > 0.5;
  return (isUp ? down + 1 : down) || value * 0;
}

function refused(value: number, type: NumericType): CloudOptimisedError<'CO_CODEC_VALUE'> {
  const reason = Number.isNaN(value) ? 'it is no number' : 'it is out of range';
  return new CloudOptimisedError('CO_CODEC_VALUE', { value: String(value), type: `fixedscaleoffset ${type}`, reason });
}
