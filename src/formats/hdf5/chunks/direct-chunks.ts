/**
 * Reads chunks past the HDF5 library, where they are stored in the common way: numbers as this machine holds them, behind shuffle and
 * deflate, under a B-tree. Our kernel inflates three times as fast as the library in WebAssembly. Whatever is stored in another
 * way, missing or damaged is left to the library, which reads it or tells what is wrong.
 *
 * @module
 */
import { endianness } from 'node:os';
import { type BytesCodec, createCodecChain, decodedMemory, PairDecoder, SpareMemory } from '../../../codecs/index.js';
import { isCoded } from '../../../errors/index.js';
import { allocate, byteSize, type NumericArray, type NumericType, numbersOver } from '../../../model/data-type.js';
import { type Region, sizeOf } from '../../../model/dataset.js';
import { copyBox } from '../../../model/zarr/copy-box.js';
import { type FileBytes, NotDirect, orLibrary } from '../file-bytes.js';
import type { Hdf5Filter } from '../h5wasm.js';
import { readObjectHeader } from '../metadata/object-header.js';
import { type ChunkIndex, readChunkIndex } from './chunk-index.js';
import { arePlain } from './plain-numbers.js';

/** A dataset whose chunks may be read directly. */
export interface DirectDataset {
  /** Address of its object header. */
  readonly address: number;
  readonly type: NumericType;
  readonly shape: readonly number[];
  readonly filters: readonly Hdf5Filter[];
  /** What chunks that are not there consist of; `undefined` where they are left to the library. */
  readonly fill: number | bigint | undefined;
}

const DEFLATE = 1;
const SHUFFLE = 2;
const MAX_LEVEL = 9;
const MAX_CHUNK_BYTES = 1 << 28;
/** Chunks that are read at the same time: two are inflated in little more time than one. */
const CHUNKS_AT_ONCE = 2;
const SIGNATURE = '894844460d0a1a0a';

/** Where chunks lie as they are stored, until they are decoded. */
const storedMemory = new SpareMemory();

/** The chunks of one dataset. */
export class DirectChunks {
  readonly #file: FileBytes;
  readonly #type: NumericType;
  readonly #index: ChunkIndex;
  readonly #decoder: PairDecoder;
  readonly #chunkValues: number;
  readonly #fill: number | bigint | undefined;

  private constructor(file: FileBytes, { type, fill }: DirectDataset, index: ChunkIndex, codec: BytesCodec) {
    this.#file = file;
    this.#type = type;
    this.#index = index;
    this.#chunkValues = sizeOf(index.chunk);
    this.#decoder = new PairDecoder(codec, this.#chunkValues * byteSize(type));
    this.#fill = fill;
  }

  /** Reads the index; `undefined` where the dataset is stored in another way. */
  static async open(file: FileBytes, dataset: DirectDataset): Promise<DirectChunks | undefined> {
    const specs = codecsOf(dataset);
    if (!specs || endianness() !== 'LE') return undefined;
    const element = { type: dataset.type, itemSize: byteSize(dataset.type), byteOrder: 'little' } as const;
    const codec = await createCodecChain(specs, element);
    return orLibrary(() => {
      checkSizes(file);
      const messages = readObjectHeader(file, dataset.address).messages.filter(({ isShared }) => !isShared);
      if (!arePlain(messages, dataset.type)) return undefined;
      const index = readChunkIndex(file, messages, dataset.shape);
      const isLarge = sizeOf(index.chunk) * element.itemSize > MAX_CHUNK_BYTES;
      return isLarge ? undefined : new DirectChunks(file, dataset, index, codec);
    });
  }

  /** The values of a region; `undefined` where the library has to read it. */
  async read(region: Region): Promise<NumericArray | undefined> {
    const boxes = [...this.#boxesOf(region)];
    const [only] = boxes;
    if (boxes.length === 1 && only && isWhole(only, this.#index.chunk)) return this.#chunk(only.number);
    return this.#collect(region, boxes);
  }

  async #collect({ count: shape }: Region, boxes: readonly ChunkBox[]): Promise<NumericArray | undefined> {
    const target = { values: allocate(this.#type, sizeOf(shape)), shape };
    const waiting = boxes.values();
    let isWhole = true;
    const work = async () => {
      for (const { number, from, to, count } of waiting) {
        const values = isWhole ? await this.#chunk(number) : undefined;
        if (values) copyBox({ values, shape: this.#index.chunk }, from, target, to, count);
        else isWhole = false;
        if (values) decodedMemory.adopt(values);
      }
    };
    await Promise.all(Array.from({ length: Math.min(CHUNKS_AT_ONCE, boxes.length) }, work));
    return isWhole ? target.values : undefined;
  }

  /** The values of one chunk; `undefined` where the library has to read it. */
  async #chunk(number: number): Promise<NumericArray | undefined> {
    const [offset, size] = [this.#index.offsets[number] ?? 0, this.#index.sizes[number] ?? 0];
    if (offset === 0) return this.#filled();
    // A chunk that a filter left alone.
    if (size === 0) return undefined;
    const stored = storedMemory.take(size);
    try {
      if (!orLibrary(() => this.#file.readInto(stored, offset))) return undefined;
      return await this.#decode(stored);
    } catch (error) {
      if (isCoded(error, 'CO_CODEC_DATA')) return undefined;
      throw error;
    } finally {
      storedMemory.give(stored);
    }
  }

  /** A chunk that is not there. */
  #filled(): NumericArray | undefined {
    if (this.#fill === undefined) return undefined;
    const values = allocate(this.#type, this.#chunkValues);
    return (values as { fill(value: number | bigint): NumericArray }).fill(this.#fill);
  }

  async #decode(stored: Uint8Array): Promise<NumericArray | undefined> {
    const length = this.#chunkValues * byteSize(this.#type);
    const bytes = await this.#decoder.decode(stored);
    if (bytes.length !== length) return undefined;
    const isApart = bytes.buffer !== stored.buffer && bytes.byteOffset === 0;
    return numbersOver(this.#type, (isApart ? bytes : new Uint8Array(bytes)).buffer as ArrayBuffer, this.#chunkValues);
  }

  /** The chunks that a region touches, each with the part of it that lies in the region. */
  *#boxesOf(region: Region, axis = 0, box: ChunkBox = { number: 0, from: [], to: [], count: [] }): Generator<ChunkBox> {
    if (axis === region.start.length) {
      yield box;
      return;
    }
    const { chunk, grid } = this.#index;
    const step = chunk[axis] ?? 1;
    const start = region.start[axis] ?? 0;
    const end = start + (region.count[axis] ?? 0);
    for (let at = Math.floor(start / step); at * step < end; at++) {
      const first = Math.max(start, at * step);
      yield* this.#boxesOf(region, axis + 1, {
        number: box.number * (grid[axis] ?? 1) + at,
        from: [...box.from, first - at * step],
        to: [...box.to, first - start],
        count: [...box.count, Math.min(end, (at + 1) * step) - first],
      });
    }
  }
}

/** Part of a chunk: where it begins in the chunk and in the region, and how far it goes. */
interface ChunkBox {
  readonly number: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: readonly number[];
}

function isWhole({ count }: ChunkBox, chunk: readonly number[]): boolean {
  return chunk.every((length, axis) => length === count[axis]);
}

/** The filters as codecs, in the order of writing; `undefined` where there are others, or of other parameters. */
function codecsOf({ filters, type }: DirectDataset) {
  const names = filters.map(({ id }) => id).join();
  if (!filters.every((filter) => isCommon(filter, byteSize(type)))) return undefined;
  const shuffle = { name: 'shuffle', configuration: { elementsize: byteSize(type) } };
  const deflate = { name: 'zlib', configuration: {} };
  if (names === `${SHUFFLE},${DEFLATE}`) return [shuffle, deflate];
  if (names === `${DEFLATE}`) return [deflate];
  if (names === '') return [];
  return names === `${SHUFFLE}` ? [shuffle] : undefined;
}

/** Deflate has a level, and shuffle the size of a value, by which the library goes. */
function isCommon({ id, cd_values: [value = -1, ...more] }: Hdf5Filter, size: number): boolean {
  return more.length === 0 && (id === SHUFFLE ? value === size : value >= 0 && value <= MAX_LEVEL);
}

/** Addresses and lengths must have 8 bytes, and count from the file's first. Specification, II.A. */
function checkSizes(file: FileBytes): void {
  const head = file.read(0, 64);
  const version = head[8] ?? 0;
  const isOld = version < 2;
  const base = isOld ? 24 + (version === 1 ? 4 : 0) : 12;
  const [offsets, lengths] = isOld ? [head[13], head[14]] : [head[9], head[10]];
  const fits = head.toString('hex', 0, 8) === SIGNATURE && offsets === 8 && lengths === 8;
  if (!fits || head.readBigUInt64LE(base) !== 0n) throw new NotDirect('a user block, or short addresses');
}
