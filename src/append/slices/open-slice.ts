/**
 * From what is given as a slice to a slice that can be appended: an address whose content workers read, or a dataset that is at
 * hand in this thread.
 *
 * @module
 */
import type { SourceFile } from '../../contracts/reader.js';
import type { StorageResolver } from '../../contracts/storage.js';
import { findDataset, type OpenOptions, openDataset, versionOf } from '../../engine/open-dataset.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import type { PollingSettings } from '../config/append-config.js';
import type { SliceSourceCode } from '../config/config-like.js';
import { waitForSlice } from './polling.js';
import {
  argumentsOf,
  callSliceSource,
  isDataset,
  isSliceSource,
  registeredSource,
  type SliceContext,
  type SliceFunction,
  type SliceItem,
  type SliceResult,
  type SliceSources,
} from './slice-source.js';

/** A slice that is ready to be looked at. Plain but for `dataset` and `close`. */
export interface Slice {
  /** Position among the slices of the run. */
  readonly index: number;
  /** What messages call it: its address, or its place among the slices. */
  readonly name: string;
  /** The file or store, in the version that was found; `undefined` for datasets in memory, which have no identity. */
  readonly file: SourceFile | undefined;
  /** The dataset itself, where it is none that a worker can open. */
  readonly dataset: Dataset | undefined;
  /** Releases all that opening it took. */
  close(): Promise<void>;
}

/** What slices are opened with. */
export interface SliceOptions {
  readonly resolver: StorageResolver;
  readonly opening: OpenOptions;
  readonly polling: PollingSettings | undefined;
  readonly sources: SliceSources;
  /** The slice source that items are arguments of, or its name. */
  readonly source: string | SliceSourceCode | undefined;
  /** Keyword arguments below those of each item. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly context: Omit<SliceContext, 'index' | 'open'>;
}

/**
 * Opens a slice.
 *
 * @throws CO_SLICE_INVALID, CO_SLICE_INCOMPLETE, CO_SLICE_SOURCE_UNKNOWN, CO_SLICE_SOURCE_FAILED, CO_STORAGE_NOT_FOUND
 */
export async function openSlice(item: SliceItem, index: number, options: SliceOptions): Promise<Slice> {
  const made = await resultOf(item, index, options);
  if (!isSliceSource(made)) return fromResult(made, index, options, () => Promise.resolve());
  const close = async () => made.close?.();
  try {
    return await fromResult(await made.open(), index, options, close);
  } catch (error) {
    await close();
    throw asSourceFailure(error, made.constructor.name || 'slice source', item);
  }
}

/** What the configured slice source makes of an item; the item itself where none is configured. */
async function resultOf(item: SliceItem, index: number, options: SliceOptions): Promise<SliceResult> {
  const { source: configured, kwargs, context, resolver, opening } = options;
  if (configured === undefined) return accepted(item);
  const name = typeof configured === 'string' ? configured : configured.name;
  const source =
    typeof configured === 'string' ? registeredSource(configured, options.sources) : (configured as SliceFunction);
  try {
    const open = (uri: string) => openDataset(uri, resolver, opening);
    return accepted(await callSliceSource(source, argumentsOf(item, kwargs), { ...context, index, open }));
  } catch (error) {
    throw asSourceFailure(error, name, item);
  }
}

function accepted(item: unknown): SliceResult {
  if (typeof item === 'string' || isDataset(item) || isSliceSource(item)) return item;
  const reason = `a path, an address, a dataset, or something with open() is expected, not '${typeof item}'`;
  throw new CloudOptimisedError('CO_SLICE_INVALID', { slice: textOf(item), reason });
}

function asSourceFailure(cause: unknown, name: string, item: unknown): CloudOptimisedError {
  if (isCoded(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CloudOptimisedError('CO_SLICE_SOURCE_FAILED', { name, slice: textOf(item), reason }, { cause });
}

function textOf(item: unknown): string {
  if (typeof item === 'string') return item;
  if (isDataset(item)) return item.uri;
  return JSON.stringify(item) ?? String(item);
}

async function fromResult(
  made: Dataset | string,
  index: number,
  { resolver, polling, opening }: SliceOptions,
  close: () => Promise<void>,
): Promise<Slice> {
  if (typeof made !== 'string') return fromDataset(made, index, close);
  if (polling) await waitForSlice(made, polling, resolver, opening);
  const file = await fileAt(made, resolver);
  return { index, name: file.uri, file, dataset: undefined, close };
}

function fromDataset(dataset: Dataset, index: number, close: () => Promise<void>): Slice {
  const closeBoth = async () => {
    try {
      await dataset.close();
    } finally {
      await close();
    }
  };
  return { index, name: dataset.uri, file: undefined, dataset, close: closeBoth };
}

/** The file or store at an address, as it is now. @throws CO_STORAGE_NOT_FOUND, CO_STORAGE_URI_INVALID */
export async function fileAt(address: string, resolver: StorageResolver): Promise<SourceFile> {
  const object = await resolver.resolve(address);
  const found = await findDataset(object);
  if (!found) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: object.uri });
  const uri = found.uri.replace(/\/$/, '');
  return { uri, name: uri.slice(uri.lastIndexOf('/') + 1), ...(await versionOf(found)) };
}
