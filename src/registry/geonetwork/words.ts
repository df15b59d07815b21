import type { XmlElement } from './xml-element.js';

/** Elements that hold a text: of ISO 19115-3 and 19139, a link with a text, a text in several languages, and moments. */
const TEXTS = ['CharacterString', 'Anchor', 'URL', 'MimeFileType', 'FileName', 'DateTime', 'Date', 'Decimal', 'Real'];

/** The text of a property: `<cit:title><gco:CharacterString>…`, a link, or the first language of several. */
export function textIn(property: XmlElement | undefined): string | undefined {
  if (property === undefined) return undefined;
  for (const name of TEXTS) {
    const text = property.first(name)?.text;
    if (text !== undefined) return text;
  }
  return property.below('LocalisedCharacterString')[0]?.text ?? property.text;
}

/** The texts of all properties along a path, without those that are empty. */
export function textsAt(element: XmlElement, path: string): string[] {
  return element
    .all(path)
    .map(textIn)
    .filter((text) => text !== undefined);
}

/** The word of a code list: its attribute, or the element's text. */
export function codeIn(property: XmlElement | undefined): string | undefined {
  const code = property?.children[0];
  return code?.attribute('codeListValue') ?? code?.text;
}
