/** The little XML that S3 speaks. */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** @param {string} text */
export function escapeXml(text) {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character])
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** @param {string} text */
export function unescapeXml(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return NAMED[name] ?? whole;
  });
}

/** `<Name>text</Name>`, or nothing for undefined. @param {string} name @param {string | number | boolean | undefined} value */
export function element(name, value) {
  return value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** @param {string} name @param {string} inner XML */
export function document(name, inner) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${name}>`;
}

/** The texts of all elements `name`, whatever they lie in. @param {string} xml @param {string} name */
export function textsOf(xml, name) {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => unescapeXml(text));
}
