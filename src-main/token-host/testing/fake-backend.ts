import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import type { SlotView, TokenKey, TokenView } from '../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import type { SecretBytes, TokenBackend } from '../backend.ts';

/** A token in memory with one P-256 key, that tells what was asked of it. For tests of the host around it. */
export interface FakeBackend extends TokenBackend {
  readonly key: TokenKey;
  readonly asked: string[];
  /** Secrets as they were when the backend was called, and the arrays they came in. */
  readonly secrets: { readonly text: string | undefined; readonly bytes: Uint8Array }[];
  token: TokenView;
  pin: string;
  /** Changes the signatures before they are answered. */
  spoil: (signature: Uint8Array) => Uint8Array;
  /** Runs before each call ends: a slow token. */
  slow: () => Promise<void>;
}

export const FAKE_SLOT = 'slot-1';

export function createFakeBackend(): FakeBackend {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = keyView(pair.publicKey);
  const fake: FakeBackend = {
    key,
    asked: [],
    secrets: [],
    token: tokenView,
    pin: '1234',
    spoil: (signature) => signature,
    slow: () => Promise.resolve(),
    open: () => answer('open', ok({ manufacturer: 'm', description: 'd', version: '1', cryptoki: '2.40' })),
    slots: () => answer('slots', ok([slotView()])),
    mechanisms: () => answer('mechanisms', ok({ mechanisms: [], algorithms: [] })),
    listKeys: () => answer('listKeys', ok(Array.from({ length: 1203 }, () => key))),
    generate: () => answer('generate', ok(key)),
    destroy: () => answer('destroy', ok(undefined)),
    find: () => answer('find', ok(fake.key)),
    sign: (_key, _scheme, messages, pin) => {
      if (pin !== undefined && !take(pin)) return answer('sign', wrong);
      const made = messages.map((message) => {
        const raw = sign('sha256', message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });
        return fake.spoil(new Uint8Array(raw));
      });
      return answer('sign', ok(made));
    },
    signIn: (_slot, pin) => answer('signIn', take(pin) ? ok(undefined) : wrong),
    signOut: () => answer('signOut', ok(undefined)),
    initToken: (_slot, _label, soPin, pin) => {
      take(soPin);
      take(pin);
      return answer('initToken', ok(undefined));
    },
    changePin: (_slot, pin) => answer('changePin', take(pin) ? ok(undefined) : wrong),
    setPin: () => answer('setPin', ok(undefined)),
    exportPkcs12: () => answer('exportPkcs12', ok(Uint8Array.of(1))),
    close: () => answer('close', ok(undefined)),
  };

  function slotView(): SlotView {
    const reader = { description: 'd', manufacturer: 'm', removable: true, hardware: true };
    return { slotId: FAKE_SLOT, ...reader, token: fake.token };
  }
  function take(secret: SecretBytes): boolean {
    const text = decodeUtf8(secret);
    fake.secrets.push({ text, bytes: secret });
    return text === fake.pin;
  }
  async function answer<T>(name: string, result: Result<T, TokenFault>): Promise<Result<T, TokenFault>> {
    fake.asked.push(name);
    await fake.slow();
    return result;
  }
  return fake;
}

const wrong = fail({ code: 'PIN_INCORRECT', data: {} } as const);

const tokenView: TokenView = {
  uri: 'pkcs11:token=fake',
  label: 'fake',
  serial: '1',
  manufacturer: 'm',
  model: 'm',
  firmware: '1.0',
  initialised: true,
  userPinSet: true,
  loginRequired: true,
  writeProtected: false,
  pinPad: false,
  minPinLength: 4,
  maxPinLength: 8,
  pin: 'none-wrong',
  soPin: 'none-wrong',
  signedIn: 'no',
  software: false,
};

function keyView(publicKey: KeyObject): TokenKey {
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return {
    keyId: '0a',
    label: 'k',
    uri: 'pkcs11:token=fake;id=%0A',
    algorithm: 'ec-p256',
    algorithmText: 'EC P-256',
    spki,
    spkiSha256: hash('sha256', spki, 'hex'),
    canSign: 'yes',
    sensitive: 'yes',
    extractable: 'no',
    alwaysSensitive: 'yes',
    neverExtractable: 'yes',
    madeHere: 'yes',
    pinPerSignature: 'no',
    hasCertificate: false,
  };
}
