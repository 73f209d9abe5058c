/**
 * Bytes that must not be seen: passphrases, access tokens, seeds. Whatever prints, serialises or inspects one shows its
 * name only, and no log or audit field takes the type.
 */
export class Secret {
  readonly #bytes: Uint8Array;

  /** Takes the array over: it is wiped with the secret, so hand in a copy of what you still need. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Lends the bytes for the time of one call. Keep no reference: wiping zeroes the same array. */
  use<T>(use: (bytes: Uint8Array) => T): T {
    return use(this.#bytes);
  }

  /** Lends the bytes once and wipes them. Best effort: the engine may have moved or copied them before. */
  async useOnce<T>(use: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    try {
      return await use(this.#bytes);
    } finally {
      this.wipe();
    }
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return '[Secret]';
  }

  toJSON(): string {
    return this.toString();
  }

  /** What Node's `inspect` and `console.log` ask for; the symbol is registered, so this file needs no Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** The PIN of a token. A type of its own, so that a passphrase is not taken for one. */
export class Pin extends Secret {
  /** Makes the type nominal: a Secret has no such member and does not pass as a Pin. */
  readonly kind = 'pin';

  override toString(): string {
    return '[Pin]';
  }
}
