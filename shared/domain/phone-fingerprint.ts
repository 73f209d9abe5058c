import { toHex } from '../util/hex.ts';
import { fail, ok, type Result } from '../util/result.ts';

/**
 * One word per byte, for reading a fingerprint over the phone: 4–8 letters, no two share their first three letters
 * and none becomes another by one wrong letter (the test holds the list to that). Once shipped the order is fixed:
 * both ends of a call must show the same words, whatever version they run.
 */
const WORDS = (
  'acorn adult agent alarm amber angel ankle april arrow atlas attic august autumn avenue badge bamboo banana ' +
  'barrel basket beacon beetle bench bicycle blossom bread brother butter cabin cactus camel canoe carpet castle ' +
  'cement cherry chicken circus clover coconut coffee copper coral cotton cousin cradle crystal cube dagger ' +
  'dairy daughter decade desert diamond dinner doctor dolphin donkey dragon drum duck eagle earth echo editor ' +
  'elbow elephant empire engine envelope eraser evening exit expert fabric falcon farmer feather fiddle flag ' +
  'flute forest fossil fountain friday fruit funnel galaxy garden ghost giant giraffe glacier goblet gorilla ' +
  'grape guitar harvest hazel helmet herring hobby horse hotel hundred hydrogen iceberg igloo indigo insect iron ' +
  'island ivory jaguar jelly jewel jigsaw journey jumbo jungle kangaroo kernel king kitchen knife koala ladder ' +
  'lagoon lantern laptop lemon leopard library lilac linen lizard lobster locket lunar machine magnet mango ' +
  'marble meadow memory metal mirror mobile mosaic muffin museum napkin nation nephew nickel noodle nylon oasis ' +
  'ocean october office olive onion opera orange orchid ostrich oxygen oyster palace panda paper peanut pebble ' +
  'pelican pencil piano pigeon pillow pirate polar potato pumpkin puzzle pyramid quartz queen quiver rabbit ' +
  'radar raven ribbon river rubber safari salad saturn school scissors sculptor shelter signal silver sketch ' +
  'smoke snail soccer sofa spider sponge spring squirrel statue summer sunset swan temple tennis thunder tiger ' +
  'toast tornado trumpet tulip turtle tuxedo twelve umbrella unicorn vacuum valley vanilla velvet vessel victory ' +
  'village vinegar violin visitor volcano voyage vulture waffle wagon walnut warrior wedding window wolf wombat ' +
  'wonder yacht yellow yogurt zebra zigzag zinc'
).split(' ');

const NUMBERS = new Map(WORDS.map((word, number) => [word, number]));

/** Length of a SHA-256 value in bytes. */
const FINGERPRINT_LENGTH = 32;

export type PhoneFingerprintFault =
  | { readonly code: 'FINGERPRINT_LENGTH'; readonly bytes: number }
  | { readonly code: 'FINGERPRINT_WORD'; readonly word: string; readonly position: number };

/** The fingerprint in groups of four hex digits: `5016 00a3 …`, 16 groups for a SHA-256. */
export function fingerprintGroups(fingerprint: Uint8Array): readonly string[] {
  return toHex(fingerprint).match(/.{1,4}/g) ?? [];
}

/**
 * The fingerprint as words, one per byte: 32 for a SHA-256, to be read in rows of four.
 * `fingerprintWords(Uint8Array.of(0, 255))` → `['acorn', 'zinc']`.
 */
export function fingerprintWords(fingerprint: Uint8Array): readonly string[] {
  return Array.from(fingerprint, (byte) => WORDS[byte] ?? '');
}

/**
 * The SHA-256 that somebody read aloud: words in any case, divided by anything that is no letter. A word that is not
 * in the list is told with its position (1 is the first), so that the caller can be asked again.
 */
export function parseFingerprintWords(spoken: string): Result<Uint8Array, PhoneFingerprintFault> {
  const words = spoken.toLowerCase().match(/[a-z]+/g) ?? [];
  const bytes: number[] = [];
  for (const word of words) {
    const number = NUMBERS.get(word);
    if (number === undefined) return fail({ code: 'FINGERPRINT_WORD', word, position: bytes.length + 1 });
    bytes.push(number);
  }
  if (bytes.length !== FINGERPRINT_LENGTH) return fail({ code: 'FINGERPRINT_LENGTH', bytes: bytes.length });
  return ok(Uint8Array.from(bytes));
}
