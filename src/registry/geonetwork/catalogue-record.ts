/** Who answers for a dataset or its record. */
export interface CatalogueContact {
  readonly organisation: string | undefined;
  readonly individual: string | undefined;
  readonly email: string | undefined;
  /** A word of the code list `CI_RoleCode`: `pointOfContact`, `custodian`, `author`, … */
  readonly role: string | undefined;
}

/** Under what licence the data are given. At least one of both is there. */
export interface CatalogueLicence {
  readonly name: string | undefined;
  /** Address of its text. */
  readonly url: string | undefined;
}

/** Something on the web that belongs to a dataset. */
export interface CatalogueLink {
  readonly url: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Such as `WWW:LINK-1.0-http--link`. */
  readonly protocol: string | undefined;
}

/** Degrees: west, south, east, north. West is greater than east where the box crosses the antimeridian. */
export type CatalogueBox = readonly [west: number, south: number, east: number, north: number];

/** First and last moment as the record has them (ISO 8601); `undefined` where it is open. */
export interface CataloguePeriod {
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** What a catalogue says of a dataset: the parts of an ISO 19115 record that describe it to people. */
export interface CatalogueRecord {
  readonly uuid: string;
  readonly title: string;
  readonly abstract: string | undefined;
  readonly keywords: readonly string[];
  /** How to cite the data, where a constraint of the record tells. */
  readonly citation: string | undefined;
  readonly licence: CatalogueLicence | undefined;
  /** Those of the data first, then those of the record. */
  readonly contacts: readonly CatalogueContact[];
  readonly links: readonly CatalogueLink[];
  /** A word of the code list `MD_MaintenanceFrequencyCode`: `daily`, `asNeeded`, … */
  readonly updateFrequency: string | undefined;
  readonly boxes: readonly CatalogueBox[];
  readonly periods: readonly CataloguePeriod[];
  /** Where the record came from. */
  readonly source: string;
  /** The record's page for people, where the catalogue's address is known. */
  readonly page: string | undefined;
}
