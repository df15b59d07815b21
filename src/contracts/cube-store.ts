/**
 * Where a cube lives, and how it changes: everything of a transaction becomes visible at once, or nothing.
 *
 * A plain Zarr store fulfils it with a journal (`engine/cube-store`). An Icechunk session fulfils it by itself: `begin` opens a writable
 * session, `announce` does nothing, `commit` and `abort` are its own, and a commit that lost a race throws CO_CUBE_CONFLICT.
 *
 * @module
 */
import type { Cube } from '../model/zarr/array.js';

/** The objects of a cube that a transaction is about to change, by their keys relative to the cube's root. */
export interface ObjectChanges {
  /** Objects outside the cube as readers know it: they are not there, or are remains that nobody reads. */
  readonly created: readonly string[];
  /** Objects that readers may read now, and that get another content or go while the transaction runs. They are kept aside first. */
  readonly replaced: readonly string[];
  /** Objects that the cube does without afterwards. They go after the commit. */
  readonly removed: readonly string[];
}

/** An object beside the cube that becomes part of the same commit: in the ledger's folder, or in the cube's own. */
export interface Companion {
  /** Key relative to that folder. */
  readonly key: string;
  /** Whether it lies in the cube's own folder. */
  readonly inDataset?: boolean | undefined;
  /** A JSON document. */
  readonly document: unknown;
  /** The document as it is to be stored, where JSON.stringify would not give it exactly. */
  readonly text?: string | undefined;
}

/** What a transaction had, and what changes with it. */
export interface CubeTransaction {
  /** The cube as it was when the transaction began; `undefined` where there was none. */
  readonly base: Cube | undefined;
  /**
   * Records what is about to change, and keeps aside what is replaced. Called once, before the first object is written.
   *
   * @returns by key of a replaced object that is there, the key in the ledger's folder under which its content of before lies
   */
  announce(changes: ObjectChanges): Promise<ReadonlyMap<string, string>>;
  /**
   * Makes everything visible with one put of the cube's consolidated document. From here on a crash is rolled forward.
   *
   * @throws CO_CUBE_CONFLICT when another writer committed in between, CO_LOCK_LOST
   */
  commit(next: Cube, companions?: readonly Companion[]): Promise<void>;
  /** Puts everything back as it was. */
  abort(): Promise<void>;
}

/** A cube at one place. */
export interface CubeStore {
  /** Its address, without credentials. */
  readonly uri: string;
  /** The cube as readers see it; `undefined` where there is none. @throws CO_CUBE_NOT_ZARR, CO_ZARR_METADATA */
  read(): Promise<Cube | undefined>;
  /** Repairs what a crash left, and begins. The caller holds the dataset's lock. @throws CO_CUBE_NOT_ZARR, CO_ZARR_METADATA */
  begin(): Promise<CubeTransaction>;
}
