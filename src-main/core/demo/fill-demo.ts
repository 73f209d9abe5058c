import type { AppClient } from '../../../shared/contract/app-contract.ts';
import type { ClaimedIds } from '../../../shared/contract/keys.ts';
import type { PromptItem } from '../../../shared/contract/prompt-item.ts';
import type { RequestRow } from '../../../shared/contract/requests.ts';
import type { Caller } from '../../../shared/contract/wire/serve.ts';
import { DEMO_PASSPHRASE } from '../../../shared/domain/demo.ts';
import type { Result } from '../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { seal } from '../../common/seal.ts';
import type { KeysService } from '../features/keys/index.ts';
import { softwareSlotId } from '../../../shared/domain/software-tokens.ts';
import { DemoStopped } from './demo.ts';
import {
  demoAuthority,
  demoConnection,
  demoGroups,
  demoPartner,
  type DemoGroup,
  type DemoParty,
  demoTokens,
} from './demo-parties.ts';

/** The key groups of both parties; they are there before the first window asks. */
export async function makeDemoGroups(keys: KeysService, caller: Caller): Promise<void> {
  for (const { id, purpose, owner, counterpart, defaults } of demoGroups)
    await keys.createGroup(caller, {
      id,
      purpose,
      owner,
      ...(counterpart === undefined ? {} : { counterpart }),
      defaults,
    });
}

const nothingStruck = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

/**
 * Walks through the whole exchange as a person would, over the contract and by no way of its own: a software token
 * for each party, the hub's authorities, keys and CSRs of both parties, certificates taken back, and requests good, doubtful and bad.
 *
 * @throws {DemoStopped} with the fault's code when a step fails; what was made until then stays
 */
export async function fillDemo(client: AppClient): Promise<void> {
  const person = { onItem: (item: PromptItem) => answer(client, item) };

  /** A new software token, signed in to; answers with its URI. */
  async function makeToken(label: string, number: number): Promise<string> {
    const init = { moduleId: 'software', slotId: softwareSlotId(number), label, confirm: label };
    const { tokenUri } = need(await client.tokens.init(init, person));
    // Not every token is open after it was initialised; this one asks only if it is not.
    need(await client.tokens.signIn({ tokenUri }, person));
    return tokenUri;
  }
  const tokens: Readonly<Record<DemoParty, string>> = {
    cpo: await makeToken(demoTokens.cpo, 1),
    hub: await makeToken(demoTokens.hub, 2),
  };
  const root = need(await client.authorities.create({ spec: demoAuthority(tokens.hub, 'Hub Root') }, person)).authority;
  const spec = demoAuthority(tokens.hub, 'Hub Client CA', root.authorityId);
  const { authorityId } = need(await client.authorities.create({ spec }, person)).authority;
  need(await client.partners.add({ spec: demoPartner(authorityId) }));

  /** A key of the group's next generation and the CSR that its defaults, or other ids and times, give. */
  async function makeKey({ id, party, owner }: DemoGroup): Promise<string> {
    const tokenUri = tokens[party];
    const { group } = need(await client.keys.group({ id, owner }));
    return need(await client.keys.generate({ groupRef: group.groupRef, tokenUri }, person)).generation.generationId;
  }
  async function makeCsr(generationId: string, change: Change = {}): Promise<Uint8Array> {
    const { spec: drafted } = need(await client.csrs.draft({ generationId }));
    const { csr } = need(await client.csrs.create({ generationId, spec: { ...drafted, ...change } }, person));
    return need(await client.csrs.export({ csrId: csr.csrId, format: 'der' })).content;
  }
  async function receive(name: string, content: Uint8Array): Promise<RequestRow> {
    const [request] = need(await client.requests.import({ sources: [{ name, content }] })).requests;
    if (request === undefined) throw new DemoStopped('REQUEST_NOT_FOUND');
    return request;
  }
  async function prepare(request: RequestRow, purpose: DemoGroup['purpose']) {
    const wish = { requestId: request.requestId, authorityId, purpose, strike: nothingStruck, services: [] };
    return need(await client.requests.prepare(wish)).issuance;
  }
  /** From CSR to a certificate that its owner has taken back; answers with its end. */
  async function issue(group: DemoGroup): Promise<string> {
    const generationId = await makeKey(group);
    const request = await receive(`${group.id}-g1.csr`, await makeCsr(generationId, { notBefore: undefined }));
    const { issuanceId, tbsSha256 } = await prepare(request, group.purpose);
    need(await client.requests.approve({ approvals: [{ issuanceId, tbsSha256 }] }, person));
    const { content } = need(await client.requests.answer({ requestId: request.requestId, format: 'chain-pem' }));
    const sources = [{ name: `${group.id}-g1.chain.pem`, content }];
    const { leafSha256, checks } = need(await client.answers.check({ sources, generationId }));
    const accepted = checks.filter(({ verdict }) => verdict === 'warn').map(({ code }) => code);
    const taken = need(await client.answers.accept({ sources, generationId, leafSha256, accepted }));
    return taken.certificate.notAfter;
  }

  need(await client.platforms.add({ settings: demoConnection }));

  const [toHub, toEmsp, server, , ofHub] = demoGroups;
  if (toHub === undefined || toEmsp === undefined || server === undefined || ofHub === undefined) return;
  const end = await issue(toHub);
  await issue(server);
  await issue(ofHub);

  // Its next generation waits for a decision, beside its predecessor.
  const next = await makeKey(toHub);
  const nextCsr = await makeCsr(next, { notBefore: daysBefore(end, toHub.defaults.overlapDays) });
  await receive('forged-copy.csr', withBrokenSignature(nextCsr));
  const other = await makeKey(toEmsp);
  await receive('wrong-separator.csr', await makeCsr(other, { ids: doubtfulIds }));
  const greedy = await receive('foreign-ids.csr', await makeCsr(other, { ids: foreignIds }));
  const note = 'These ids belong to somebody else.';
  need(await client.requests.reject({ requestId: greedy.requestId, reason: 'wrong-ids', note }));
  await receive(`${toEmsp.id}-g1.csr`, await makeCsr(other));
  await prepare(await receive(`${toHub.id}-g2.csr`, nextCsr), toHub.purpose);
}

interface Change {
  readonly ids?: ClaimedIds;
  /** `undefined`: as early as may be, which is now. */
  readonly notBefore?: string | undefined;
}

function daysBefore(iso: string, days: number): string {
  return new Date(Date.parse(iso) - days * 86_400_000).toISOString();
}

/** `DE*GDF` is no sub-EMSP id: the star makes it a sub-CPO id. */
const doubtfulIds: ClaimedIds = { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE*GDF'] };
const foreignIds: ClaimedIds = { partyIds: ['DEGEF', 'NLORL'], subCpoIds: ['NL*ORL'], subEmspIds: [] };

/** The last bit of a CSR is one of its signature's. */
function withBrokenSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const broken = new Uint8Array(der);
  broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1;
  return broken;
}

/** Every secret that a demo is asked for is the same. */
async function answer(client: AppClient, item: PromptItem): Promise<void> {
  if (item.kind !== 'prompt') return;
  const { fields, promptId, sealKey } = item.prompt;
  const secrets = fields.map(({ name }) => ({ name, value: encodeUtf8(DEMO_PASSPHRASE) }));
  const sealed = seal(sealKey, promptId, { secrets, lastTryAccepted: false });
  need(await client.tokens.answerPrompt({ promptId, sealed }));
}

function need<T>(result: Result<T, { readonly code: string }>): T {
  if (result.ok) return result.value;
  throw new DemoStopped(result.error.code);
}
