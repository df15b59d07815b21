import type { RegistryEntry, Resource } from '../entry/registry-entry.generated.js';
import type { CatalogueBox, CataloguePeriod } from '../geonetwork/index.js';
import type { DatasetExtent } from './extent.js';
import { addressIn, addressOf, mailOf, mediaTypeOf, partyOf } from './parties.js';

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  geo: 'http://www.opengis.net/ont/geosparql#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** A dataset in DCAT (version 2), as JSON-LD 1.1. @param id name of the dataset */
export function dcatDataset(
  id: string,
  entry: RegistryEntry,
  { boxes, periods }: DatasetExtent,
): Record<string, unknown> {
  const page = addressIn(entry.Documentation);
  return {
    '@context': CONTEXT,
    ...(page === undefined ? {} : { '@id': page }),
    '@type': 'dcat:Dataset',
    'dct:identifier': id,
    'dct:title': entry.Name,
    'dct:description': entry.Description,
    ...(page === undefined ? {} : { 'dcat:landingPage': { '@id': page } }),
    'dct:publisher': publisherOf(entry),
    'dcat:contactPoint': contactOf(entry),
    'dct:accrualPeriodicity': { '@type': 'dct:Frequency', 'rdfs:label': entry.UpdateFrequency },
    'dcat:keyword': entry.Tags,
    'dct:license': licenceOf(entry),
    ...(entry.Citation === undefined ? {} : { 'dct:bibliographicCitation': entry.Citation }),
    ...(boxes.length > 0 && { 'dct:spatial': boxes.map(placeOf) }),
    ...(periods.length > 0 && { 'dct:temporal': periods.map(periodOf) }),
    'dcat:distribution': entry.Resources.map((resource) => distributionOf(resource, entry)),
  };
}

function publisherOf({ ManagedBy }: RegistryEntry) {
  const { name, url } = partyOf(ManagedBy);
  return {
    '@type': 'foaf:Agent',
    'foaf:name': name,
    ...(url === undefined ? {} : { 'foaf:homepage': { '@id': url } }),
  };
}

function contactOf({ Contact, ManagedBy }: RegistryEntry) {
  const mail = mailOf(Contact);
  const url = addressIn(Contact);
  const reached = {
    ...(mail === undefined ? {} : { 'vcard:hasEmail': { '@id': `mailto:${mail}` } }),
    ...(url === undefined ? {} : { 'vcard:hasURL': { '@id': url } }),
  };
  const note = mail === undefined && url === undefined ? { 'vcard:note': Contact } : {};
  return { '@type': 'vcard:Organization', 'vcard:fn': partyOf(ManagedBy).name, ...reached, ...note };
}

function licenceOf({ License }: RegistryEntry) {
  const address = addressIn(License);
  return address === undefined ? { '@type': 'dct:LicenseDocument', 'rdfs:label': License } : { '@id': address };
}

/** A box as well-known text; one that crosses the antimeridian is two. */
function placeOf([west, south, east, north]: CatalogueBox) {
  const ring = (from: number, to: number) =>
    `((${from} ${south}, ${to} ${south}, ${to} ${north}, ${from} ${north}, ${from} ${south}))`;
  const text = west > east ? `MULTIPOLYGON (${ring(west, 180)}, ${ring(-180, east)})` : `POLYGON ${ring(west, east)}`;
  return { '@type': 'dct:Location', 'dcat:bbox': { '@value': text, '@type': 'geo:wktLiteral' } };
}

function periodOf({ start, end }: CataloguePeriod) {
  const moment = (text: string) => ({ '@value': text, '@type': 'xsd:dateTime' });
  return {
    '@type': 'dct:PeriodOfTime',
    ...(start === undefined ? {} : { 'dcat:startDate': moment(start) }),
    ...(end === undefined ? {} : { 'dcat:endDate': moment(end) }),
  };
}

function distributionOf(resource: Resource, entry: RegistryEntry) {
  const address = addressOf(resource);
  const type = address && mediaTypeOf(address);
  return {
    '@type': 'dcat:Distribution',
    'dct:title': resource.Description,
    ...(address === undefined ? { 'dct:identifier': resource.ARN } : { 'dcat:accessURL': { '@id': address } }),
    ...(type ? { 'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${type}` } } : {}),
    'dct:license': licenceOf(entry),
  };
}
