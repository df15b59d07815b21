import { CloudOptimisedError } from '../../errors/index.js';
import type { Finding } from './finding.js';
import { findJournal, JOURNAL_KEY } from './journal.js';
import { verifyCoordinates } from './verify-coordinates.js';
import { verifyDocuments } from './verify-documents.js';
import { verifyObjects } from './verify-objects.js';
import { type ZarrCubePlace, ZarrCubeStore } from './zarr-cube-store.js';

/** What was looked at in a cube, and found. */
export interface CubeVerified {
  readonly arrays: number;
  readonly objects: number;
  /** Bytes of the objects as they are stored. */
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

/**
 * Looks at all of a cube: its journal, its documents, every object, its coordinates. Changes nothing and takes no lock, so a run that
 * writes meanwhile shows as a journal, and perhaps as objects beyond the shape.
 *
 * @throws CO_STORAGE_NOT_FOUND where there is no cube, CO_CUBE_NOT_ZARR, CO_ZARR_METADATA, or a storage error
 */
export async function verifyCube(place: ZarrCubePlace): Promise<CubeVerified> {
  const { dataset, uri } = place;
  const findings = await verifyJournal(place);
  const cube = await new ZarrCubeStore(place).read();
  if (!cube && findings.length === 0) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  if (!cube) return { arrays: 0, objects: 0, bytes: 0, findings };
  findings.push(...(await verifyDocuments(dataset, cube)));
  let [objects, bytes] = [0, 0];
  for (const [name, array] of cube.arrays) {
    const verified = await verifyObjects(dataset, name, array);
    objects += verified.objects;
    bytes += verified.bytes;
    findings.push(...verified.findings);
  }
  findings.push(...(await verifyCoordinates(dataset, cube)));
  return { arrays: cube.arrays.size, objects, bytes, findings };
}

async function verifyJournal({ ledger }: ZarrCubePlace): Promise<Finding[]> {
  const found = await findJournal(ledger);
  if (!found) return [];
  const reason = `is there: a transaction is under way, or was interrupted while '${found.document.state}'`;
  return [{ subject: JOURNAL_KEY, reason }];
}
