import type { CatalogueRecord } from './catalogue-record.js';
import { type FetchOptions, fetchDocument } from './fetch-document.js';
import { parseRecord } from './parse-record.js';
import { recordAddress } from './record-address.js';

/** Which record is read, and how. */
export interface ReadRecordOptions extends FetchOptions {
  /** Base of a GeoNetwork: `https://example.org/geonetwork`. Not needed where `uuid` is an address. */
  readonly catalogue?: string | undefined;
  /** Identifier of the record, or its whole address: its page, its entry in the interface, or an XML document. */
  readonly uuid: string;
}

/**
 * Reads a record of a catalogue over HTTP: ISO 19115-3 or ISO 19139 in XML, up to 16 MiB, within 30 seconds unless told
 * otherwise. Only what is public: no credentials are sent.
 *
 * @throws CO_CATALOGUE_ADDRESS, CO_CATALOGUE_FAILED, CO_RECORD_NOT_FOUND, CO_RECORD_NOT_XML, CO_RECORD_UNUSABLE
 */
export async function readRecord({ catalogue, uuid, ...options }: ReadRecordOptions): Promise<CatalogueRecord> {
  const address = recordAddress(uuid, catalogue);
  const text = await fetchDocument(address.url, address.uuid ?? address.url, options);
  return parseRecord(text, address);
}
