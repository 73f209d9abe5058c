import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { readRenewalRequest } from '../renewal.ts';
import { addItem, addUnreadable, type Collector, type Place } from './collector.ts';
import type { InputRemark } from './input-item.ts';
import { addText } from './text-input.ts';

const MAX_DEPTH = 8;
const MAX_VALUES = 200_000;

/** Finds messages and PEM texts in a JSON document of any shape: alone, in a list, in an OCPI answer's `data`. */
export function addJson(collector: Collector, text: string, value: unknown, place: Place): void {
  const search: Search = { collector, place, values: 0, found: 0 };
  visit(search, value, '', 0);
  if (search.found === 0) addUnreadable(collector, encodeUtf8(text), place, { code: 'INPUT_JSON', offset: 0 });
}

/** Mutable on purpose: one per document. */
interface Search {
  readonly collector: Collector;
  readonly place: Place;
  values: number;
  found: number;
}

function visit(search: Search, value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH || ++search.values > MAX_VALUES) return;
  if (typeof value === 'string') {
    if (value.includes('-----BEGIN')) addMember(search, value, path, search.place);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) visit(search, item, `${path}[${i}]`, depth + 1);
    return;
  }
  const members = new Map<string, unknown>(Object.entries(value));
  const request = readRenewalRequest(value);
  if (request.ok) {
    const { csr, ...message } = request.value;
    const { callbackId } = message;
    const wrapped = { ...search.place, wrapper: 'renewal-request', callbackId, message } as const;
    const remarks = members.has('callbackId') ? [] : [spelled('callback_id')];
    addMessage(search, csr, join(path, 'csr'), {
      ...wrapped,
      tolerances: [...wrapped.tolerances, ...remarks],
    });
    for (const name of ['csr', 'proof', 'reason']) members.delete(name);
  }
  for (const name of ['certificateChain', 'certificate_chain']) {
    const chain = members.get(name);
    if (typeof chain !== 'string') continue;
    const remarks = name === 'certificateChain' ? [] : [spelled(name)];
    const { place } = search;
    addMessage(search, chain, join(path, name), {
      ...place,
      wrapper: 'renewed-certificate',
      tolerances: [...place.tolerances, ...remarks],
    });
    members.delete(name);
  }
  for (const [name, member] of members) visit(search, member, join(path, name), depth + 1);
}

/** The text of a message's member; one in which there is nothing at all is still an item of its kind. */
function addMessage(search: Search, text: string, path: string, place: Place): void {
  if (text.trim() !== '') {
    addMember(search, text, path, place);
    return;
  }
  search.found += 1;
  const kind = place.wrapper === 'renewal-request' ? 'renewal-request' : 'renewed-certificate';
  addItem(search.collector, { ...place, kind, der: new Uint8Array(0), fault: null });
}

function addMember(search: Search, text: string, path: string, place: Place): void {
  search.found += 1;
  const isWhole = path === 'csr' || path === 'certificateChain' || path === 'certificate_chain';
  const around: InputRemark = { code: 'INPUT_JSON_AROUND', detail: { path: path.slice(0, 200) } };
  addText(search.collector, text, isWhole ? place : { ...place, tolerances: [...place.tolerances, around] });
}

function spelled(name: string): InputRemark {
  return { code: 'INPUT_JSON_SNAKE_CASE', detail: { name } };
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
