import type { CatalogueRecord } from '../registry/geonetwork/index.js';
import type { DatasetRecord } from '../scaffold/registry-block.js';

/** A catalogue's record, and its identifier. */
export interface FoundRecord {
  readonly uuid: string;
  readonly record: DatasetRecord;
}

/** Asks a catalogue for what it says of a dataset. @throws the errors of `readRecord` */
export async function readDatasetRecord(uuid: string, catalogue: string | undefined): Promise<FoundRecord> {
  const { readRecord } = await import('../registry/geonetwork/index.js');
  const found = await readRecord({ uuid, catalogue });
  return { uuid: found.uuid, record: toRecord(found) };
}

function toRecord({ title, abstract, citation, licence, page, contacts }: CatalogueRecord): DatasetRecord {
  const contact = contacts.find(({ email }) => email !== undefined);
  return {
    title,
    abstract,
    citation,
    licence: licence?.url ?? licence?.name,
    documentation: page,
    contact: contact?.email,
    managedBy: (contact ?? contacts[0])?.organisation,
  };
}
