const COMMONS = /creativecommons\.org\/licenses\/(by(?:-nc)?(?:-nd|-sa)?)\/(\d\.\d)(?:\/([a-z]{2})\b(?!\w))?/i;

/** Addresses of other licences for data, and how SPDX calls them. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/creativecommons\.org\/publicdomain\/zero\/1\.0/i, 'CC0-1.0'],
  [/opendatacommons\.org\/licenses\/by\b/i, 'ODC-By-1.0'],
  [/opendatacommons\.org\/licenses\/odbl\b/i, 'ODbL-1.0'],
  [/opendatacommons\.org\/licenses\/pddl\b/i, 'PDDL-1.0'],
  [/nationalarchives\.gov\.uk\/doc\/open-government-licence\/version\/3/i, 'OGL-UK-3.0'],
];

/**
 * The identifier of a licence in the list of SPDX; `undefined` where its text names none that is known.
 *
 * @param known identifiers by what entries have, which go before
 */
export function spdxOf(licence: string, known: Readonly<Record<string, string>> = {}): string | undefined {
  const own = known[licence.trim()];
  if (own !== undefined) return own;
  const [, kind, version] = COMMONS.exec(licence) ?? [];
  if (kind && version) return `CC-${kind.toUpperCase()}-${version}`;
  if (/^CC-BY(-NC)?(-ND|-SA)?-\d\.\d$|^CC0-1\.0$/.test(licence.trim())) return licence.trim();
  return OTHERS.find(([address]) => address.test(licence))?.[1];
}
