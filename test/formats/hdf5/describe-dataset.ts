import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { StoredObject } from '../../../src/contracts/storage.js';
import { type Hdf5Options, hdf5Reader } from '../../../src/formats/hdf5/index.js';
import type { Attributes, AttributeValue } from '../../../src/model/attributes.js';
import type { NumericArray, StoredArray } from '../../../src/model/data-type.js';
import type { Dataset } from '../../../src/model/dataset.js';
import { LocalStorage } from '../../../src/storage/local-storage.js';

/** A file of this machine as readers take it. */
export function localObject(path: string): StoredObject {
  return { uri: path, storage: new LocalStorage(dirname(path)), key: basename(path) };
}

export function openLocal(path: string, options: Hdf5Options = {}): Promise<Dataset> {
  return hdf5Reader.open(localObject(path), options);
}

/** What a dataset holds, in the words of `test/fixtures/hdf5/describe_file.py`. */
export async function describeDataset(dataset: Dataset): Promise<FileDescription> {
  const variables: FileDescription['variables'] = {};
  for (const [name, { type, dimensions, shape, attributes, ...rest }] of bound(dataset)) {
    const sha256 = digest(await rest.read());
    variables[name] = { type, dimensions, shape, sha256, attributes: describeAttributes(attributes) };
  }
  return { attributes: describeAttributes(dataset.attributes), variables };
}

function bound(dataset: Dataset) {
  return [...dataset.variables].map(([name, variable]) => {
    const { type, dimensions, shape, attributes } = variable;
    return [name, { type, dimensions, shape, attributes, read: () => variable.read() }] as const;
  });
}

export interface FileDescription {
  readonly attributes: Record<string, AttributeDescription>;
  readonly variables: Record<string, VariableDescription>;
}

interface AttributeDescription {
  readonly type: string;
  readonly value: unknown;
}

interface VariableDescription {
  readonly type: string;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly attributes: Record<string, AttributeDescription>;
}

export function digest(values: StoredArray): string {
  const bytes = isTexts(values) ? Buffer.from(values.join('\0')) : bytesOf(values);
  return createHash('sha256').update(bytes).digest('hex');
}

function isTexts(values: StoredArray): values is readonly string[] {
  return Array.isArray(values);
}

function bytesOf(values: NumericArray): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function describeAttributes(attributes: Attributes): Record<string, AttributeDescription> {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, describeAttribute(value)]));
}

function describeAttribute(value: AttributeValue): AttributeDescription {
  if (typeof value === 'string' || isTexts(value)) return { type: 'text', value };
  const bytes = bytesOf(value);
  const type = value.constructor.name.replace('Array', '').replace('Big', '').toLowerCase();
  return { type, value: bytes.length <= 64 ? bytes.toString('hex') : digest(value) };
}
