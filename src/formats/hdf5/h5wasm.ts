/**
 * The part of h5wasm's low-level interface that is used here, and how a copy of it is loaded. The low-level functions
 * give the status of each read, which h5wasm's own classes drop.
 *
 * @module
 */

/** A type and a shape, of a dataset or an attribute. */
export interface Hdf5Metadata {
  /** HDF5's class of the type: 0 integer, 1 float, 3 string, 8 enumeration, 9 variable length … */
  readonly type: number;
  /** Bytes of one value. */
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** Whether it is a string of variable length. */
  readonly vlen: boolean;
  /** How a fixed string is padded: 0 ends at the first NUL, 1 with NULs, 2 with spaces. */
  readonly strpad?: number;
  readonly enum_type?: { readonly type: number };
  /** `null` for a null dataspace, which has no value at all. */
  readonly shape: readonly number[] | null;
  /** Where a dimension is unlimited, a number beyond 2^63. */
  readonly maxshape?: readonly number[] | null;
  readonly total_size: number;
  readonly chunks: readonly number[] | null;
  /** What is unusual about how its numbers are laid out, which the library does not tell. */
  readonly unusual?: string | undefined;
  readonly virtual_sources?: readonly { readonly file_name: string }[];
}

/** One step of a dataset's filter pipeline. */
export interface Hdf5Filter {
  readonly id: number;
  readonly name: string;
  /** Its parameters. */
  readonly cd_values: readonly number[];
}

export interface EmscriptenStream {
  readonly fd: number;
}

type Bytes = Uint8Array | Int8Array;

interface EmscriptenFiles {
  write(stream: EmscriptenStream, buffer: Bytes, offset: number, length: number, ...rest: unknown[]): number;
  open(path: string, ...rest: unknown[]): EmscriptenStream;
  close(stream: EmscriptenStream): void;
  readonly streams: readonly (EmscriptenStream | null | undefined)[];
  readonly ErrnoError: new (errno: number) => Error;
}

/** h5wasm's module. Paths are absolute, pointers are addresses in `HEAPU8`. */
export interface Hdf5Module {
  readonly HEAPU8: Uint8Array;
  readonly FS: EmscriptenFiles;
  /** 0 where there is no memory left. */
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  open(path: string, mode: number, trackOrder: boolean, low: number, high: number): bigint;
  close_file(file: bigint): number;
  get_names(file: bigint, group: string, recursive: boolean): readonly string[];
  get_type(file: bigint, path: string): number;
  /** Where a symbolic link leads; `null` for what is none. */
  get_symbolic_link(file: bigint, path: string): string | null;
  get_dataset_metadata(file: bigint, path: string): Hdf5Metadata;
  get_dataset_filters(file: bigint, path: string): readonly Hdf5Filter[];
  get_dataset_data(
    file: bigint,
    path: string,
    count: readonly bigint[] | null,
    offset: readonly bigint[] | null,
    strides: readonly bigint[] | null,
    pointer: bigint,
  ): number;
  get_attribute_names(file: bigint, path: string): readonly string[];
  get_attribute_metadata(file: bigint, path: string, name: string): Hdf5Metadata;
  get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
  /** Frees what a read of variable-length values allocated. */
  reclaim_vlen_memory(file: bigint, path: string, attribute: string, pointer: bigint): number;
  reclaim_vlen_memory_count(
    file: bigint,
    path: string,
    attribute: string,
    pointer: bigint,
    count: readonly bigint[],
  ): number;
  /** The eight bytes by which an object is referred to in its file. */
  create_object_reference(file: bigint, path: string): ArrayLike<number>;
}

type ModuleFactory = (options: object) => Promise<Hdf5Module>;

/**
 * A fresh copy of the library, with a heap of its own. h5wasm's entry makes one copy for the whole thread; its factory
 * lies beside it and makes as many as are needed, so that a crashed copy can be replaced.
 */
export async function loadModule(): Promise<Hdf5Module> {
  const factory = new URL('./hdf5_util.js', import.meta.resolve('h5wasm/node'));
  const { default: create } = (await import(factory.href)) as { default: ModuleFactory };
  return create({ noInitialRun: true, print: ignore, printErr: ignore });
}

function ignore(): void {}
