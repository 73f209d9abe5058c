import type { auditContract, AuditLink, CheckpointVerdict } from '../../../../shared/contract/audit.ts';
import type { Caller, Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { ChainFinding, ChainVerdict } from '../../../../shared/domain/verify-chain.ts';
import { ok } from '../../../../shared/util/result.ts';
import { pathOf, writeNewFile } from '../../store/place.ts';
import type { Unit } from '../../store/unit.ts';
import type { AuditService } from './audit.service.ts';

export interface AuditHandlerDeps {
  readonly service: AuditService;
  readonly unit: Unit;
  readonly actorOf: (caller: Caller) => Actor;
  /** Compares a checkpoint with log and roster; operators, who come later, know how. */
  readonly judgeCheckpoint: (content: Uint8Array) => Promise<CheckpointVerdict>;
  readonly takeGrant: (grantId: string) => string | undefined;
  /** Which of these ids the later features know, and by what name; each once. */
  readonly linksOf: (ids: readonly string[]) => Promise<readonly AuditLink[]>;
}

/** Contract → service; role, size and shape were checked before. */
export function auditHandlers({
  service,
  unit,
  actorOf,
  judgeCheckpoint,
  takeGrant,
  linksOf,
}: AuditHandlerDeps): Handlers<typeof auditContract> {
  return {
    audit: {
      list: async (query) => ok(await service.list(query)),
      events: async () => ok({ events: [...(await service.events())] }),
      verify: async ({ head, checkpoint }, { stop, emit }) => {
        const verdict = await service.verify({ head, progress: emit, stopped: () => stop.reason !== undefined });
        if (verdict === undefined) return ok(stoppedVerdict);
        const kept = checkpoint === undefined ? {} : { checkpoint: await judgeCheckpoint(checkpoint) };
        return ok({ ...verdictView(verdict), ...kept });
      },
      export: async ({ target }, { caller, stop, emit }) => {
        const path = pathOf(target, caller, takeGrant);
        if (!path.ok) return path;
        const stopped = (): boolean => stop.reason !== undefined;
        const done = await writeNewFile(path.value, (append) => service.export(append, { progress: emit, stopped }));
        if (!done.ok) return done;
        const { entries, head } = done.value;
        await unit.append({ event: 'audit.export', actor: actorOf(caller), outcome: 'done', data: { entries, head } });
        return ok({ path: path.value, entries, head });
      },
      exportView: async ({ target, format, ...filter }, { caller, stop, emit }) => {
        const path = pathOf(target, caller, takeGrant);
        if (!path.ok) return path;
        const options = { progress: emit, stopped: () => stop.reason !== undefined };
        const done = await writeNewFile(path.value, (append) =>
          service.exportView(append, { format, filter }, options),
        );
        if (!done.ok) return done;
        const { entries } = done.value;
        await unit.append({
          event: 'audit.export',
          actor: actorOf(caller),
          outcome: 'done',
          data: { entries, format, filter: JSON.stringify(filter) },
        });
        return ok({ path: path.value, entries });
      },
      links: async ({ seq }) => ok({ links: [...(await linksOf(await service.namesIn(seq)))].slice(0, 20) }),
    },
  };
}

/** Nobody hears this: the call ended as cancelled before. */
const stoppedVerdict = { verdict: 'broken', anchored: false, entries: 0, head: '0'.repeat(64) } as const;

function verdictView(verdict: ChainVerdict) {
  const finding = verdict.findings[0];
  return {
    verdict: verdict.intact ? ('intact' as const) : ('broken' as const),
    anchored: verdict.anchor.kind === 'end',
    entries: verdict.entries,
    head: /^[0-9a-f]{64}/.exec(verdict.head?.hash ?? '')?.[0] ?? '0'.repeat(64),
    ...(finding === undefined ? {} : { fault: faultView(finding, verdict.findings.length - 1) }),
  };
}

function faultView(finding: ChainFinding, more: number) {
  const { problem, seq, toSeq } = finding;
  const range = toSeq === seq ? `entry ${seq}` : `entries ${seq} to ${toSeq}`;
  return {
    // The window knows no word for an entry of another workspace: it was put in.
    kind: problem === 'foreign' ? ('inserted' as const) : problem,
    seq,
    detail: `${describe(problem, range)}${more > 0 ? ` (and ${more} more)` : ''}`,
  };
}

function describe(problem: ChainFinding['problem'], range: string): string {
  switch (problem) {
    case 'edited':
      return `${range} was changed`;
    case 'inserted':
      return `${range} is there twice`;
    case 'removed':
      return `${range} is missing`;
    case 'reordered':
      return `${range} stands at another place`;
    case 'foreign':
      return `${range} belongs to another workspace`;
    case 'unreadable':
      return `${range} is not an entry`;
    case 'cut':
      return `the chain ends before ${range}, but the noted head is not in it`;
  }
}
