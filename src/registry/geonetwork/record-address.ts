import { CloudOptimisedError } from '../../errors/index.js';
import { redactUri } from '../../storage/redact.js';

/** Where a record is asked for. */
export interface RecordAddress {
  /** What is fetched. */
  readonly url: string;
  /** Identifier that the record must have; `undefined` where the address does not tell. */
  readonly uuid: string | undefined;
  /** The record's page for people. */
  readonly page: string | undefined;
}

/** Parts of the addresses of GeoNetwork: pages of its two user interfaces, and its programming interface. */
const PAGES = [
  /^(?<base>.+?)\/srv\/[a-z]{3}\/[\w.]*[?#]?.*#\/metadata\/(?<uuid>[^/?#]+)/i,
  /^(?<base>.+?)\/srv\/api\/(?:[\d.]+\/)?records\/(?<uuid>[^/?#]+)/i,
  /^(?<base>.+?)\/srv\/[a-z]{3}\/(?:xml\.metadata\.get|metadata\.show|xml_iso19115)\?(?:.*&)?uuid=(?<uuid>[^&#]+)/i,
];

/**
 * Where the record that `reference` names is asked for: an identifier in `catalogue`, the address of a record's page or of its
 * interface in any GeoNetwork, or the address of an XML document.
 *
 * @param catalogue base of a GeoNetwork: `https://example.org/geonetwork`
 * @throws CO_CATALOGUE_ADDRESS
 */
export function recordAddress(reference: string, catalogue: string | undefined): RecordAddress {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(reference)) return ofIdentifier(reference, catalogue);
  const found = geonetworkRecord(reference);
  if (found) return ofIdentifier(found.uuid, found.catalogue);
  checkAddress(reference, reference);
  return { url: reference, uuid: undefined, page: undefined };
}

/** Base and identifier that the address of a record in a GeoNetwork holds. */
export function geonetworkRecord(address: string): { readonly catalogue: string; readonly uuid: string } | undefined {
  for (const page of PAGES) {
    const { base, uuid } = page.exec(address)?.groups ?? {};
    if (base && uuid) return { catalogue: base, uuid: unescaped(uuid) };
  }
  return undefined;
}

function ofIdentifier(uuid: string, catalogue: string | undefined): RecordAddress {
  if (!/^[\w.:{}-]{1,200}$/.test(uuid)) refuse(uuid, 'it is neither an identifier nor an address');
  if (catalogue === undefined) return refuse(uuid, 'no catalogue is named');
  checkAddress(catalogue, uuid);
  const base = catalogue.replace(/\/(srv(\/.*)?)?$/, '');
  return {
    url: `${base}/srv/api/records/${encodeURIComponent(uuid)}/formatters/xml?approved=true`,
    uuid,
    page: `${base}/srv/eng/catalog.search#/metadata/${uuid}`,
  };
}

function checkAddress(address: string, reference: string): void {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    refuse(reference, `'${redactUri(address)}' is no address that begins with https:// or http://`);
  const { username, password } = new URL(address);
  if (username || password) refuse(reference, 'addresses with a user name or password are not taken');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refuse(value: string, reason: string): never {
  throw new CloudOptimisedError('CO_CATALOGUE_ADDRESS', { value: redactUri(value), reason });
}
