import { CloudOptimisedError } from '../../errors/index.js';
import { redactUri } from '../../storage/redact.js';
import type { CatalogueLink, CatalogueRecord } from './catalogue-record.js';
import { citationIn, licenceIn } from './constraints.js';
import { contactsIn } from './contacts.js';
import { boxesIn, periodsIn } from './extents.js';
import type { RecordAddress } from './record-address.js';
import { codeIn, textIn, textsAt } from './words.js';
import { parseXml, type XmlElement } from './xml-element.js';

const ROOTS = ['MD_Metadata', 'MI_Metadata'];

/**
 * Reads a record of ISO 19115-3 (as GeoNetwork's `iso19115-3.2018`) or ISO 19139.
 *
 * @throws CO_RECORD_NOT_XML, CO_RECORD_UNUSABLE
 */
export async function parseRecord(text: string, { url, uuid, page }: RecordAddress): Promise<CatalogueRecord> {
  const root = await rootOf(text, url);
  const found = identifierOf(root);
  if (uuid !== undefined && found !== undefined && found.toLowerCase() !== uuid.toLowerCase())
    unusable(url, `it is '${found}', not '${uuid}'`);
  const identification = root.first('identificationInfo/*') ?? unusable(url, 'it describes no resource');
  const title = textIn(identification.first('citation/CI_Citation/title')) ?? unusable(url, 'it has no title');
  return {
    uuid: uuid ?? found ?? unusable(url, 'it has no identifier'),
    title,
    ...described(identification, root),
    source: redactUri(url),
    page,
  };
}

function described(identification: XmlElement, root: XmlElement) {
  const maintenance = identification.first('resourceMaintenance/MD_MaintenanceInformation');
  return {
    abstract: textIn(identification.first('abstract')),
    keywords: [...new Set(textsAt(identification, 'descriptiveKeywords/MD_Keywords/keyword'))],
    citation: citationIn(identification),
    licence: licenceIn(identification),
    contacts: contactsIn([
      ...identification.all('pointOfContact'),
      ...identification.all('citation/CI_Citation/citedResponsibleParty'),
      ...root.all('contact'),
    ]),
    links: root.all('distributionInfo').flatMap((info) => info.below('CI_OnlineResource').flatMap(linkOf)),
    updateFrequency: codeIn(maintenance?.first('maintenanceAndUpdateFrequency')),
    boxes: boxesIn(identification),
    periods: periodsIn(identification),
  };
}

/** `metadataIdentifier` of ISO 19115-3, `fileIdentifier` of ISO 19139. */
function identifierOf(root: XmlElement): string | undefined {
  return textIn(root.first('metadataIdentifier/MD_Identifier/code')) ?? textIn(root.first('fileIdentifier'));
}

function linkOf(resource: XmlElement): CatalogueLink[] {
  const text = (name: string) => textIn(resource.first(name));
  const url = text('linkage');
  return url === undefined
    ? []
    : [{ url, name: text('name'), description: text('description'), protocol: text('protocol') }];
}

async function rootOf(text: string, url: string): Promise<XmlElement> {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') return notRecord(url, 'nothing');
  if (/^<(!doctype html|html)\b/i.test(start)) return notRecord(url, 'an HTML page');
  // Records need no document type, and those that declare entities may grow without bounds.
  if (/<!DOCTYPE/i.test(start)) return notRecord(url, 'XML with a document type');
  const root = await parseXml(start);
  if ('fault' in root) return notRecord(url, `what is not well-formed XML: ${root.fault}`);
  return recordIn(root) ?? notRecord(url, `XML whose root is '${root.name}'`);
}

/** The record itself, or the only one in an answer of a catalogue service (`GetRecordByIdResponse`). */
function recordIn(root: XmlElement): XmlElement | undefined {
  return [root, ...root.children].find(({ name }) => ROOTS.includes(name));
}

function notRecord(url: string, found: string): never {
  throw new CloudOptimisedError('CO_RECORD_NOT_XML', { url: redactUri(url), found });
}

function unusable(url: string, reason: string): never {
  throw new CloudOptimisedError('CO_RECORD_UNUSABLE', { url: redactUri(url), reason });
}
