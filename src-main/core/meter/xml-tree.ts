import { SaxesParser } from 'saxes';

/** An element of a small XML document: names without their prefix, text without what stands in elements below. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Growing {
  name: string;
  attributes: Map<string, string>;
  children: Growing[];
  text: string;
}

const MOST_ELEMENTS = 100_000;
const MOST_DEPTH = 64;

/**
 * Reads well-formed XML. A document type declaration is refused, so that there are no entities but XML's own five; nothing is ever
 * fetched. Undefined for whatever is not well-formed or is beyond the limits.
 */
export function readXml(text: string): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: false });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let elements = 0;
  const refuse = (): never => {
    throw new SyntaxError('not the XML that is read here');
  };
  const add = (more: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += more;
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > MOST_ELEMENTS || open.length >= MOST_DEPTH) refuse();
    const attributes = new Map(Object.entries(tag.attributes).map(([name, value]) => [localName(name), value]));
    const element: Growing = { name: localName(tag.name), attributes, children: [], text: '' };
    if (root === undefined) root = element;
    else open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return root;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The first child of that name, without regard to case. */
export function childNamed(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name.toLowerCase() === name.toLowerCase());
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name.toLowerCase() === name.toLowerCase());
}

/** All elements of that name, wherever they stand, in the order of the document. */
export function descendantsNamed(element: XmlElement, name: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const waiting = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.name.toLowerCase() === name.toLowerCase()) found.push(next);
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i];
      if (child !== undefined) waiting.push(child);
    }
  }
  return found;
}

/** Text of a child; undefined without one. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return childNamed(element, name)?.text.trim();
}
