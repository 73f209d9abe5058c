import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import {
  CertificateFacts,
  CsrFacts,
  type DecodedFinding,
  type DecodedItem,
  type OcpiFacts,
} from '../../../shared/contract/pki-facts.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { readInputs } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import { decodeInputs } from './decode.ts';

const files = { value: 'FILE…|-', least: 1, most: 1000 } as const;

/** Everything that is said of a document: what it came in first, then what it says itself. */
function whole<F extends { readonly findings: readonly DecodedFinding[] }>(
  { findings }: DecodedItem,
  found: F | undefined,
): readonly F[] {
  return found === undefined ? [] : [{ ...found, findings }];
}

/** One document as an object, several as a list. */
function answer<F>(all: readonly F[], textOf: (facts: F) => string): Result<CommandAnswer, CommandFault> {
  return ok({ json: all.length === 1 ? all[0] : all, text: all.map(textOf).join('\n\n') });
}

function ocpiLines(ocpi: OcpiFacts): [string, string | undefined][] {
  return [
    ['party ids', list(ocpi.partyIds)],
    ['sub-CPO ids', list(ocpi.subCpoIds)],
    ['sub-EMSP ids', list(ocpi.subEmspIds)],
    ['key group', ocpi.keyGroupId ?? undefined],
    ['key serial number', ocpi.keySerialNumber ?? undefined],
  ];
}

function list(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : texts.join(' ');
}

function keyText({ algorithm, parameters }: CsrFacts['publicKey']): string {
  return parameters === null || algorithm.includes(parameters) ? algorithm : `${algorithm} ${parameters}`;
}

function verdict({ algorithm, valid }: CsrFacts['signature']): string {
  return `${valid === null ? 'not checked: its key is not here' : valid ? 'valid' : 'NOT VALID'} (${algorithm})`;
}

function restLines(found: Pick<CsrFacts, 'extensions' | 'findings'>): readonly string[] {
  return [
    ...found.extensions.map(
      ({ oid, name, critical, value }) => `${name ?? oid}${critical ? ' (critical)' : ''}: ${visible(value)}`,
    ),
    ...found.findings.map(
      ({ code, severity, message, offset }) =>
        `${severity}: ${visible(message)} [${code}]${offset === null ? '' : ` @${offset}`}`,
    ),
  ];
}

function csrText(csr: CsrFacts): string {
  const { ocpi, publicKey, signature, subject, sha256 } = csr;
  const head = facts([
    ...ocpiLines(ocpi),
    ['not before', ocpi.notBefore ?? undefined],
    ['not after', ocpi.notAfter ?? undefined],
    ['id encoding', ocpi.encoding ?? undefined],
    ['subject', subject],
    ['key', keyText(publicKey)],
    ['proof of possession', verdict(signature)],
    ['SPKI SHA-256', publicKey.spkiSha256],
    ['SHA-256', sha256],
  ]);
  const unknown = csr.unknownAttributes.map(({ oid, hex }) => `unknown attribute ${oid}: ${hex}`);
  return [head, ...restLines(csr), ...unknown].join('\n');
}

function certificateText(certificate: CertificateFacts): string {
  const { ocpi, publicKey, signature, subject, issuer, serialNumber, validity, isCa, services } = certificate;
  const head = facts([
    ...ocpiLines(ocpi),
    ['services', list(services)],
    ['subject', subject],
    ['issuer', issuer],
    ['serial number', serialNumber],
    ['valid', `${validity.notBefore ?? '?'} to ${validity.notAfter ?? '?'}`],
    ['authority', isCa ? 'yes' : 'no'],
    ['key', keyText(publicKey)],
    ['signature', verdict(signature)],
    ['SPKI SHA-256', publicKey.spkiSha256],
    ['SHA-256', certificate.sha256],
  ]);
  return [head, ...restLines(certificate)].join('\n');
}

/** Signatures by issuers that came in the same input; more than a chain is not looked through. */
const MOST_VIEWED = 100;

async function inspectCertificates({
  client,
  options,
  io,
}: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const decoded = await decodeInputs({ client, io }, sources.value, ['certificate'], ['crl']);
  if (!decoded.ok) return decoded;
  const { documents, inspectionId } = decoded.value;
  await client.inspection.close({ inspectionId });
  const all = documents.flatMap(({ item }) => whole(item, item.certificate));
  if (all.length === 1 || all.length > MOST_VIEWED || sources.value.length > MOST_VIEWED)
    return answer(all, certificateText);
  const viewed = await client.certificates.view({ sources: sources.value });
  if (!viewed.ok) return viewed;
  const judged = new Map(
    viewed.value.certificates.flatMap(({ item: { certificate } }) =>
      certificate === undefined ? [] : [[certificate.sha256, certificate.signature] as const],
    ),
  );
  const withIssuers = all.map((one) => ({ ...one, signature: judged.get(one.sha256) ?? one.signature }));
  return answer(withIssuers, certificateText);
}

export const inspectCommands: readonly Command[] = [
  {
    name: 'csr inspect',
    about:
      'decodes foreign CSRs of files or standard input (-): PEM, DER, base64, CertificateRenewalRequest JSON, zip; keeps nothing',
    words: files,
    withoutWorkspace: true,
    options: {},
    shape: z.union([CsrFacts, z.array(CsrFacts)]),
    run: async ({ client, options, io }) => {
      const sources = await readInputs(options.words, options, io);
      if (!sources.ok) return sources;
      const decoded = await decodeInputs({ client, io }, sources.value, ['csr']);
      if (!decoded.ok) return decoded;
      await client.inspection.close({ inspectionId: decoded.value.inspectionId });
      return answer(
        decoded.value.documents.flatMap(({ item }) => whole(item, item.csr)),
        csrText,
      );
    },
  },
  {
    name: 'csr diff',
    about: 'compares two CSRs, or a CSR with a certificate, line by line; each of a file or standard input (-)',
    words: { value: 'A B', least: 2, most: 2 },
    withoutWorkspace: true,
    options: { all: { kind: 'flag', about: 'print what is the same as well; --json always has it' } },
    shape: appContract.inspection.compare.output,
    run: async ({ client, options, io }) => {
      const refs = [];
      const sources = await readInputs(options.words, options, io);
      if (!sources.ok) return sources;
      for (const source of sources.value) {
        const decoded = await decodeInputs({ client, io }, [source], ['csr', 'certificate']);
        if (!decoded.ok) return decoded;
        const { inspectionId, documents } = decoded.value;
        if (documents.length > 1) io.err(`${visible(source.name)} holds ${documents.length}; the first is compared.\n`);
        refs.push({ kind: 'item' as const, inspectionId, itemId: documents[0]?.row.itemId ?? 0 });
      }
      const [left, right] = refs;
      if (left === undefined || right === undefined) return fail({ code: 'INPUT_EMPTY', data: {} });
      const compared = await client.inspection.compare({ left, right });
      if (!compared.ok) return compared;
      const lines = compared.value.rows
        .filter(({ same }) => !same || options.flag('all'))
        .map(({ name, left: one, right: other, same }) => [same ? '=' : '≠', name, one ?? '–', other ?? '–']);
      const text = lines.length === 0 ? 'They say the same.' : table(['', 'what', 'A', 'B'], lines);
      return ok({ json: compared.value, text });
    },
  },
  {
    name: 'certificate inspect',
    about:
      'decodes certificates of files or standard input (-): PEM, DER, PKCS#7, RenewedCertificate JSON; keeps nothing',
    words: files,
    withoutWorkspace: true,
    options: {},
    shape: z.union([CertificateFacts, z.array(CertificateFacts)]),
    run: inspectCertificates,
  },
];
