/**
 * Slice sources: code of the caller that makes slices from arguments, as zappend's `slice_source` does.
 *
 * ```ts
 * // A function that gives a dataset, or the address of one …
 * const withoutTsm = async (path: string, ctx: SliceContext) => dropVariables(await ctx.open(path), 'tsm');
 * // … or a class with `open` and `close`.
 * ```
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import type { Cube } from '../../model/zarr/array.js';

/** What a slice source is told, as its last argument. */
export interface SliceContext {
  /** Position of the slice among those of the run. */
  readonly index: number;
  /** Address of the cube, without credentials. */
  readonly target: string;
  /** The configuration, as merged. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The config's `extra`: settings of slice sources. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** The cube as it is when the slice is opened; `undefined` where there is none yet. */
  readonly cube: Cube | undefined;
  /** Opens a file or store as a slice of that address would be. What it gives is closed with the slice. */
  open(uri: string): Promise<Dataset>;
}

/** A slice that is opened, and closed in every case. */
export interface SliceSource {
  /** Called once. Gives a dataset, or the address of one. */
  open(): Promise<Dataset | string> | Dataset | string;
  /** Called once, after the slice is appended or refused. */
  close?(): Promise<void> | void;
}

/** A function that makes a slice: positional arguments, then keyword arguments as one object where there are any, then the context. */
export type SliceFunction = (...args: never[]) => SliceResult | Promise<SliceResult>;
/** A class of slices; its constructor is given what a function is given. */
export type SliceClass = new (...args: never[]) => SliceSource;
/** What a slice source gives. */
export type SliceResult = Dataset | string | SliceSource;

/** Slice sources by name. */
export type SliceSources = Readonly<Record<string, SliceFunction | SliceClass>>;

/** The slice source that a config names. @throws CO_SLICE_SOURCE_UNKNOWN */
export function registeredSource(name: string, sources: SliceSources): SliceFunction | SliceClass {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source) return source;
  throw new CloudOptimisedError('CO_SLICE_SOURCE_UNKNOWN', { name, registered: Object.keys(sources).sort() });
}

/** Arguments of a slice source, with positional and keyword ones apart. */
export interface SliceArguments {
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
}

/** One slice of a run: an address, a dataset, an opened-and-closed slice, or arguments for the configured slice source. */
export type SliceItem = SliceResult | SliceArguments | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Whether a value is an opened dataset. */
export function isDataset(value: unknown): value is Dataset {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dataset';
}

/** Whether a value opens as a slice. */
export function isSliceSource(value: unknown): value is SliceSource {
  return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';
}

/**
 * The arguments that an item stands for: a list is positional, an object with nothing but `args` and `kwargs` is both, any
 * other object is keywords, and everything else is one positional argument. The configured keywords lie below.
 *
 * @throws CO_SLICE_INVALID where `args` is no list or `kwargs` no object
 */
export function argumentsOf(
  item: SliceItem,
  configured: Readonly<Record<string, unknown>> = {},
): Required<SliceArguments> {
  const { args = [], kwargs = {} } = givenArguments(item);
  return { args, kwargs: { ...configured, ...kwargs } };
}

function givenArguments(item: SliceItem): SliceArguments {
  if (Array.isArray(item)) return { args: item };
  if (!isPlainObject(item) || isDataset(item) || isSliceSource(item)) return { args: [item] };
  const names = Object.keys(item);
  if (names.length === 0 || names.some((name) => name !== 'args' && name !== 'kwargs')) return { kwargs: item };
  if ('args' in item && !Array.isArray(item.args)) throw invalid(item, "'args' is not a list");
  if ('kwargs' in item && !isPlainObject(item.kwargs)) throw invalid(item, "'kwargs' is not an object");
  return item;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function invalid(item: SliceItem, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_SLICE_INVALID', { slice: JSON.stringify(item), reason });
}

/** Calls a slice source: a class is constructed, a function called. */
export async function callSliceSource(
  source: SliceFunction | SliceClass,
  { args, kwargs }: Required<SliceArguments>,
  context: SliceContext,
): Promise<SliceResult> {
  const all = [...args, ...(Object.keys(kwargs).length > 0 ? [kwargs] : []), context] as never[];
  return isSliceClass(source) ? new source(...all) : source(...all);
}

/** Whether a value can be registered as a slice source. */
export function isSliceFactory(value: unknown): value is SliceFunction | SliceClass {
  return typeof value === 'function';
}

function isSliceClass(source: SliceFunction | SliceClass): source is SliceClass {
  const prototype: unknown = source.prototype;
  return typeof prototype === 'object' && prototype !== null && 'open' in prototype;
}
