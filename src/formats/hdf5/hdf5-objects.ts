import type { Hdf5Filter, Hdf5Metadata } from './h5wasm.js';

/** What a path in a file leads to. */
export type ObjectKind = 'group' | 'dataset' | 'type' | 'dangling';

/** What a file tells of its groups, datasets and attributes, whoever reads it. Paths are absolute. */
export interface Hdf5Objects {
  /** The file, for messages. */
  readonly uri: string;
  /** Names in a group: in order of creation where the file tracks it, else sorted. */
  names(group: string): readonly string[];
  kind(path: string): ObjectKind;
  /** Type and shape of a dataset. */
  metadata(path: string): Hdf5Metadata;
  filters(path: string): readonly Hdf5Filter[];
  /** The address by which references in this file name the object at `path`, as text. */
  reference(path: string): string;
  /** Names of an object's attributes: in order of creation where the file tracks it, else sorted. */
  attributeNames(path: string): readonly string[];
  attributeMetadata(path: string, name: string): Hdf5Metadata;
  /** An attribute's numbers as they lie in memory: little-endian, one after the other. */
  attributeBytes(path: string, name: string, metadata: Hdf5Metadata): Uint8Array;
  /** An attribute's texts, of fixed or variable length. */
  attributeTexts(path: string, name: string, metadata: Hdf5Metadata): readonly string[];
  /** For each value of an attribute the references that it holds. */
  attributeReferences(path: string, name: string, metadata: Hdf5Metadata): readonly (readonly string[])[];
}

/** A reference's bytes as a key for maps. */
export function referenceKey(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Address of an object's header; references of one file are that. */
export function addressOf(reference: string): number {
  return Number(Buffer.from(reference, 'hex').readBigUInt64LE());
}
