import type { CatalogueLicence } from './catalogue-record.js';
import { codeIn, textIn, textsAt } from './words.js';
import type { XmlElement } from './xml-element.js';

const COMMONS = /https?:\/\/creativecommons\.org\/(?:licenses|publicdomain)\/[^\s"'<>)]+/i;

/** The licence that the legal constraints of a resource name. */
export function licenceIn(identification: XmlElement): CatalogueLicence | undefined {
  const legal = identification.all('resourceConstraints/MD_LegalConstraints');
  const asked = legal.filter(isLicence);
  return firstOf(asked, ofReference) ?? firstOf(asked, ofText) ?? firstOf(legal, ofCommons);
}

/** How a resource is to be cited, as one of its constraints tells. */
export function citationIn(identification: XmlElement): string | undefined {
  const texts = ['MD_LegalConstraints', 'MD_Constraints'].flatMap((kind) =>
    ['otherConstraints', 'useLimitation'].flatMap((property) =>
      textsAt(identification, `resourceConstraints/${kind}/${property}`),
    ),
  );
  return texts.find((text) => /\b(citation|cited as|cite)\b/i.test(text));
}

function isLicence(constraints: XmlElement): boolean {
  const codes = ['useConstraints', 'accessConstraints'].flatMap((property) => constraints.all(property).map(codeIn));
  return codes.some((code) => /^(un)?licen[cs]e/i.test(code ?? ''));
}

/** ISO 19115-3 has a citation of the licence. */
function ofReference(constraints: XmlElement): CatalogueLicence | undefined {
  const reference = constraints.first('reference/CI_Citation');
  const url = textIn(reference?.first('onlineResource/CI_OnlineResource/linkage'));
  return licence(textIn(reference?.first('title')), url);
}

/** A link with a text, or an address in a text. */
function ofText(constraints: XmlElement): CatalogueLicence | undefined {
  const other = constraints.first('otherConstraints') ?? constraints.first('useLimitation');
  const text = textIn(other);
  const url = other?.first('Anchor')?.attribute('href') ?? /https?:\/\/[^\s"'<>)]+/.exec(text ?? '')?.[0];
  return licence(text, url);
}

function ofCommons(constraints: XmlElement): CatalogueLicence | undefined {
  const others = [...constraints.all('otherConstraints'), ...constraints.all('useLimitation')];
  const texts = others.flatMap((other) => [other.first('Anchor')?.attribute('href'), textIn(other)]);
  const url = texts.map((text) => COMMONS.exec(text ?? '')?.[0]).find((found) => found !== undefined);
  return licence(undefined, url);
}

function licence(name: string | undefined, url: string | undefined): CatalogueLicence | undefined {
  return name === undefined && url === undefined ? undefined : { name, url };
}

function firstOf(
  constraints: readonly XmlElement[],
  read: (one: XmlElement) => CatalogueLicence | undefined,
): CatalogueLicence | undefined {
  return constraints.map(read).find((found) => found !== undefined);
}
