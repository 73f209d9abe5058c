import type { signedObjectsContract } from '../../../../shared/contract/signed-objects.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import { MAX_INPUT_BYTES } from '../../../../shared/domain/input-limits.ts';
import type { SignedObjectKind } from '../../../../shared/domain/signed-object.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { scanPem } from '../../pki/pem.ts';
import type { TrustOrder } from '../../verifier/objects.ts';
import { anchorsFor } from '../certificates/index.ts';
import type { SignaturesDeps } from './signatures.deps.ts';
import { openObject } from './stored-object.ts';
import { lostVerifier } from './thread-fault.ts';

type Contract = (typeof signedObjectsContract)['signedObjects'];

const KINDS = {
  locations: 'location',
  tariffs: 'tariff',
  sessions: 'session',
  cdrs: 'cdr',
  tokens: 'token',
} as const satisfies Record<InputOf<Contract['object']>['module'], SignedObjectKind>;

/** Signatures of OCPI objects, verified by a thread that holds nothing; whom to believe is this workspace's. */
export function createObjectsService({ db, threads, clock, oidProfile, crls }: SignaturesDeps) {
  async function trust(more: readonly Uint8Array[]): Promise<TrustOrder> {
    const anchors = await anchorsFor(db, 'object-signing');
    return {
      anchors: [...anchors.map(({ certificate }) => certificate.der), ...more],
      intermediates: [],
      crls: (await crls()).map(({ der }) => der),
      profile: oidProfile(),
      now: clock.now().getTime(),
    };
  }

  async function verifyFiles({ sources, kind, version, party, trust: given }: InputOf<Contract['verifyFiles']>) {
    const bytes = sources.reduce((sum, { content }) => sum + content.length, 0);
    if (bytes > MAX_INPUT_BYTES) return fail({ code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } } as const);
    const orders = sources.map(({ content }) => ({
      text: Buffer.from(content)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
      kind,
      version,
      party,
      storedSince: undefined,
    }));
    const certificates = given.flatMap(({ content }) => certificatesIn(content));
    const done = await threads.verifier().verify.objects({ orders, trust: await trust(certificates) });
    if (!done.ok) return lostVerifier(done.error);
    return ok({
      files: done.value.reports.map((report, index) => ({ file: sources[index]?.name ?? '', report })),
    });
  }

  async function object({ module, rowId }: InputOf<Contract['object']>) {
    const opened = await openObject(threads, module, rowId);
    if (!opened.ok) return opened;
    const { stored, text, version } = opened.value;
    const order = {
      text,
      kind: KINDS[module],
      version,
      party: stored.row.party,
      // These very bytes are held since then.
      storedSince: Date.parse(stored.receivedAt),
    };
    const done = await threads.verifier().verify.objects({ orders: [order], trust: await trust([]) });
    if (!done.ok) return lostVerifier(done.error);
    const [report] = done.value.reports;
    return report === undefined ? lostVerifier({ code: 'LOST' }) : ok({ report });
  }

  return { verifyFiles, object };
}

function certificatesIn(content: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(content).toString('latin1');
  if (!text.includes('-----BEGIN')) return [content];
  return scanPem(text).blocks.map(({ der }) => der);
}
