/** The three sections of an OCMF record, exactly as received. */
export interface OcmfSections {
  /** What was signed: everything between the two bars, blanks too. */
  readonly payload: string;
  readonly signature: string;
}

const START = 'OCMF|';

/**
 * Cuts a text into its OCMF records. JSON strings may hold bars in practice (tariff texts), so the cut follows the JSON.
 * What stands after the signature section (old drafts had the key there) is left out. Undefined stands for a record that
 * cannot be cut.
 */
export function splitOcmf(text: string): readonly (OcmfSections | undefined)[] {
  const records: (OcmfSections | undefined)[] = [];
  for (let at = text.indexOf(START); at >= 0;) {
    const payloadStart = at + START.length;
    const payloadEnd = barAfter(text, payloadStart);
    if (payloadEnd === undefined) {
      records.push(undefined);
      return records;
    }
    const signatureEnd = objectEnd(text, payloadEnd + 1);
    const cut = signatureEnd ?? nextRecord(text, payloadEnd + 1);
    records.push({ payload: text.slice(payloadStart, payloadEnd), signature: text.slice(payloadEnd + 1, cut).trim() });
    at = text.indexOf(START, cut);
  }
  return records;
}

function nextRecord(text: string, from: number): number {
  const next = text.indexOf(START, from);
  return next < 0 ? text.length : next;
}

/** The bar that ends the section: behind its JSON object, or the next one when there is none. */
function barAfter(text: string, from: number): number | undefined {
  const bar = text.indexOf('|', objectEnd(text, from) ?? from);
  return bar < 0 ? undefined : bar;
}

/** One past the brace that closes the object that begins here; undefined without one. */
function objectEnd(text: string, from: number): number | undefined {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  if (text.charAt(at) !== '{') return undefined;
  let depth = 0;
  let inString = false;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
