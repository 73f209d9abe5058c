import { asciiLookAlike, shapeOf } from '../look-alikes.ts';

/** What all partners are called, made once for many checks: by the shape of the name. */
export type PartnerNames = ReadonlyMap<string, readonly { readonly partnerId: string; readonly name: string }[]>;

/** `indexPartnerNames([{ partnerId: 'p1', name: 'Example CPO' }])`; a partner may have several names. */
export function indexPartnerNames(
  names: readonly { readonly partnerId: string; readonly name: string }[],
): PartnerNames {
  const growing = growingPartnerNames();
  growing.add(names);
  return growing.names;
}

interface PartnerName {
  readonly partnerId: string;
  readonly name: string;
}

/** The same for many names that are added in parts. */
export function growingPartnerNames(): {
  readonly names: PartnerNames;
  readonly add: (names: readonly PartnerName[]) => void;
} {
  const byShape = new Map<string, PartnerName[]>();
  const add = (names: readonly PartnerName[]): void => {
    for (const one of names) {
      const shape = nameShape(one.name);
      const list = byShape.get(shape);
      if (list === undefined) byShape.set(shape, [one]);
      else list.push(one);
    }
  };
  return { names: byShape, add };
}

/** Names of companies that a person could take for each other have one shape: letters and digits alone count. */
export function nameShape(text: string): string {
  const letters = asciiLookAlike(text).normalize('NFKD').toUpperCase();
  return shapeOf(letters.replaceAll(/[^\p{L}\p{N}]/gu, ''));
}
