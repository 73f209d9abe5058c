import { addField, type DecodeLog } from './decode-log.ts';
import type { DerNode } from './der/der-node.ts';
import { oidLabel } from './oid-names.ts';
import type { PublicKeyView } from './spki.ts';

/** The lines of a public key: kind and size, its algorithm, its value. */
export function addSpkiFields(node: DerNode, publicKey: PublicKeyView, log: DecodeLog, depth: number): void {
  if (!log.keepsFields) return;
  addField(log, { id: 'publicKey', depth, name: 'publicKey', value: publicKeyText(publicKey) }, node);
  for (const part of node.children) {
    const id = part === node.children[0] ? 'publicKey.algorithm' : 'publicKey.value';
    const value =
      id === 'publicKey.algorithm'
        ? (publicKey.curve ?? oidLabel(publicKey.oid))
        : `${part.end - part.contentStart - 1} B`;
    addField(log, { id, depth: depth + 1, name: id.slice('publicKey.'.length), value }, part);
  }
}

/** `EC P-256`, `RSA 4096`, `Ed25519`, or the OID. */
function publicKeyText({ kind, curve, bits, oid }: PublicKeyView): string {
  if (kind === 'ec') return `EC ${curve ?? ''}`.trim();
  if (kind === 'rsa') return `RSA ${bits ?? ''}`.trim();
  return kind === 'ed25519' ? 'Ed25519' : oidLabel(oid);
}
