import { createHash, createPublicKey, verify } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import {
  CKA,
  CKF,
  CKM,
  CKO,
  CKU,
  type Cryptoki,
  type Handle,
  initialize,
  loadCryptoki,
  unpadded,
} from '../../src-main/token-host/pkcs11/cryptoki.ts';
import type { InnerAnswer, InnerWish } from './inner-process.ts';

/**
 * Forked by inner-process.ts: a process like a token host (same Node, same binding, same library), in which nothing
 * stands between the loop and the library. What a token host could do at best.
 */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');

let open: { readonly library: Cryptoki; readonly slot: Handle; readonly session: Handle } | undefined;

process.on('message', (wish: InnerWish) => process.send?.(answer(wish)));
process.on('disconnect', () => process.exit(0));

function answer(wish: InnerWish): InnerAnswer {
  if (wish.kind === 'open') return signIn(wish.modulePath, wish.label, wish.pin);
  if (open === undefined) throw new Error('not open');
  return wish.kind === 'make' ? make(wish.isEc, wish.count) : sign(wish);
}

function signIn(modulePath: string, label: string, pin: string): InnerAnswer {
  const library = loadCryptoki(modulePath);
  initialize(library, undefined);
  const slot = library.C_GetSlotList(true).find((one) => unpadded(library.C_GetTokenInfo(one).label) === label);
  if (slot === undefined) throw new Error('no such token');
  const session = library.C_OpenSession(slot, CKF.session.serial);
  library.C_Login(session, CKU.user, pin);
  open = { library, slot, session };
  return { count: 0, ms: 0 };
}

function sign({ isEc, keyId, spki, ms, verified }: Extract<InnerWish, { kind: 'sign' }>): InnerAnswer {
  const { library, session } = opened();
  library.C_FindObjectsInit(session, [
    { type: CKA.class, value: CKO.privateKey },
    { type: CKA.id, value: Buffer.from(keyId, 'hex') },
  ]);
  const [key] = library.C_FindObjects(session, 1);
  library.C_FindObjectsFinal(session);
  if (key === undefined) throw new Error('no such key');
  const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const verifier = isEc ? ({ key: publicKey, dsaEncoding: 'ieee-p1363' } as const) : publicKey;
  const mechanism = { mechanism: isEc ? CKM.ecdsa : CKM.rsaPkcs };
  const message = Buffer.alloc(64, 'bench ');
  let count = 0;
  const began = performance.now();
  let spent = 0;
  while (spent < ms) {
    message.writeUInt32LE(count);
    const hash = createHash('sha256').update(message).digest();
    library.C_SignInit(session, mechanism, key);
    const signature = library.C_Sign(session, isEc ? hash : Buffer.concat([DIGEST_INFO, hash]), Buffer.alloc(512));
    if (verified && !verify('sha256', message, verifier, signature)) throw new Error('a wrong signature');
    count++;
    spent = performance.now() - began;
  }
  return { count, ms: spent };
}

function make(isEc: boolean, count: number): InnerAnswer {
  const { library, slot } = opened();
  const session = library.C_OpenSession(slot, CKF.session.serial | CKF.session.readWrite);
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const id = createHash('sha256').update(`${process.pid} ${began} ${i}`).digest().subarray(0, 20);
    const both = [
      { type: CKA.token, value: true },
      { type: CKA.label, value: `bench ${id.toString('hex', 0, 4)}` },
      { type: CKA.id, value: id },
    ];
    const kind = isEc
      ? [{ type: CKA.ecParams, value: P256 }]
      : [
          { type: CKA.modulusBits, value: 3072 },
          { type: CKA.publicExponent, value: Buffer.from([1, 0, 1]) },
        ];
    library.C_GenerateKeyPair(
      session,
      { mechanism: isEc ? CKM.ecKeyPairGen : CKM.rsaKeyPairGen },
      [...both, { type: CKA.private, value: false }, { type: CKA.verify, value: true }, ...kind],
      [
        ...both,
        { type: CKA.private, value: true },
        { type: CKA.sensitive, value: true },
        { type: CKA.extractable, value: false },
        { type: CKA.sign, value: true },
      ],
    );
  }
  const ms = performance.now() - began;
  library.C_CloseSession(session);
  return { count, ms };
}

function opened() {
  if (open === undefined) throw new Error('not open');
  return open;
}
