/**
 * XML as a tree to walk by local names, whatever the prefixes of a document's namespaces are.
 *
 * @module
 */

/** What fast-xml-parser makes of an element, by the options of `parseXml`. */
interface Content {
  readonly [key: string]: string | readonly Content[];
}

/** One element of a document. */
export class XmlElement {
  readonly name: string;
  readonly #content: Content;

  constructor(name: string, content: Content) {
    this.name = name;
    this.#content = content;
  }

  /** Text of the element itself, without white space at its ends; `undefined` where there is none. */
  get text(): string | undefined {
    return textOf(this.#content['#text']);
  }

  /** Value of an attribute, by its local name. */
  attribute(name: string): string | undefined {
    return textOf(this.#content[`@${name}`]);
  }

  /** Children, in the order of their names' first appearance. */
  get children(): XmlElement[] {
    return Object.entries(this.#content).flatMap(([name, items]) =>
      Array.isArray(items) ? (items as readonly Content[]).map((item) => new XmlElement(name, item)) : [],
    );
  }

  /** Elements along a path of local names: `identificationInfo/MD_DataIdentification`; `*` stands for any name. */
  all(path: string): XmlElement[] {
    return path
      .split('/')
      .reduce<XmlElement[]>((elements, name) => elements.flatMap((element) => element.#named(name)), [this]);
  }

  /** The first element along a path. */
  first(path: string): XmlElement | undefined {
    return this.all(path)[0];
  }

  /** Every element of this name below this one. */
  below(name: string): XmlElement[] {
    return this.children.flatMap((child) => (child.name === name ? [child] : child.below(name)));
  }

  #named(name: string): XmlElement[] {
    return this.children.filter((child) => name === '*' || child.name === name);
  }
}

/**
 * Root of a document.
 *
 * @returns what is wrong with the text where it is not well-formed XML
 */
export async function parseXml(text: string): Promise<XmlElement | { readonly fault: string }> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) return { fault: `${verdict.err.msg.replace(/\.$/, '')} (line ${verdict.err.line})` };
  const parser = new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    alwaysCreateTextNode: true,
    isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
    ignoreDeclaration: true,
    ignorePiTags: true,
    // References to characters by their numbers (XML 1.0 §4.1) among them.
    htmlEntities: true,
  });
  const [root] = new XmlElement('', parser.parse(text) as Content).children;
  return root ?? { fault: 'it has no element' };
}

function textOf(value: Content[string] | undefined): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}
