import { useMemo, useState, type ReactNode } from 'react';
import type { DecodedItem } from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { DecodedView } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { CompareDialog } from './compare-dialog.tsx';

interface InspectedItemProps {
  readonly inspectionId: string;
  readonly itemId: number;
  readonly alone: boolean;
}

/** One document of what was opened: facts, bytes, findings, and what can be done with it. */
export function InspectedItem({ inspectionId, itemId, alone }: InspectedItemProps): ReactNode {
  const t = useT();
  const [comparing, setComparing] = useState(false);
  const query = useCoreQuery([], ['inspection.show', inspectionId, itemId], (core) =>
    core.inspection.show({ inspectionId, itemId }),
  );
  const deeds = useDeeds(query.data?.item, query.data?.row.source ?? '');
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'inspection.compare',
        title: () => t('inspection.compare'),
        icon: 'git-compare',
        keys: 'C',
        scope: 'here',
        run: () => setComparing(true),
      },
      ...(deeds.command === undefined ? [] : [deeds.command]),
    ],
    [t, deeds.command],
  );
  useCommands(commands);
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('inspection.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} />
        </PageBody>
      </>
    );
  }
  if (query.data === undefined) return <LoadingState what={t('inspection.theItem')} />;
  const { row, item } = query.data;
  return (
    <>
      <PageHead
        title={<SafeText text={titleOf(row.title) ?? t(`decoded.kind_${row.kind}`)} />}
        facts={
          <>
            {row.signatureValid === undefined ? null : (
              <VerdictChip
                verdict={row.signatureValid ? 'pass' : 'fail'}
                word={t(
                  row.kind === 'csr'
                    ? row.signatureValid
                      ? 'inspection.proofHolds'
                      : 'inspection.proofFails'
                    : row.signatureValid
                      ? 'inspection.selfSigned'
                      : 'inspection.selfSignedWrong',
                )}
              />
            )}
            {row.kind === 'unreadable' ? <VerdictChip verdict="fail" word={t('decoded.kind_unreadable')} /> : null}
            <span>{t(`decoded.kind_${row.kind}`)}</span>
            <Mono text={row.source} />
            <span>
              {t('decoded.sha256')} <Fingerprint hex={row.sha256} short copy={t('decoded.sha256')} />
            </span>
            {row.duplicates > 0 ? <span>{t('inspection.duplicates', { count: row.duplicates })}</span> : null}
          </>
        }
        actions={
          <>
            {alone ? null : (
              <Button onClick={() => navigate('inspection', { id: inspectionId })}>{t('inspection.backToList')}</Button>
            )}
            <Button icon="git-compare" keys="C" onClick={() => setComparing(true)}>
              {t('inspection.compare')}
            </Button>
            {deeds.action}
          </>
        }
      />
      {deeds.fault === undefined ? null : <FaultNote fault={deeds.fault} />}
      <DecodedView item={item} />
      {comparing ? (
        <CompareDialog
          left={{ kind: 'item', inspectionId, itemId }}
          alone={alone}
          onClose={() => setComparing(false)}
        />
      ) : null}
    </>
  );
}

/** The first part of a subject, as its owner is called; the whole stands among the facts. */
function titleOf(subject: string): string | undefined {
  const first = /^(?:\\.|[^,\\])*/u.exec(subject)?.[0].replace(/^CN=/u, '') ?? '';
  return first === '' ? undefined : first;
}

/** A CSR goes to the requests, a certificate to the inventory: as a command of the page and as its main button. */
function useDeeds(item: DecodedItem | undefined, source: string) {
  const t = useT();
  const take = useCoreAction((core, what: DecodedItem) =>
    core.requests.import({ sources: [{ name: source.slice(0, 300), content: new Uint8Array(what.der) }] }),
  );
  const keep = useCoreAction((core, what: DecodedItem) =>
    core.certificates.import({ sources: [{ name: source.slice(0, 300), content: new Uint8Array(what.der) }] }),
  );
  const [onTake, onKeep] = [take.run, keep.run];
  const command = useMemo((): Command | undefined => {
    if (item?.kind !== 'csr' && item?.kind !== 'certificate') return undefined;
    const isCsr = item.kind === 'csr';
    return {
      id: isCsr ? 'inspection.toRequests' : 'inspection.keep',
      title: () => t(isCsr ? 'inspection.toRequests' : 'inspection.keep'),
      icon: isCsr ? 'inbox' : 'plus',
      keys: 'Ctrl+Enter',
      scope: 'here',
      run: () => {
        if (isCsr) {
          void onTake(item).then((done) => {
            const request = done?.requests[0];
            if (request !== undefined) navigate('requests', { id: request.requestId, name: request.commonName });
          });
        } else {
          void onKeep(item).then((done) => {
            if (done !== undefined) showToast(t(done.added > 0 ? 'inspection.kept' : 'inspection.keptBefore'));
          });
        }
      },
    };
  }, [t, item, onTake, onKeep]);
  return {
    fault: take.fault ?? keep.fault,
    command,
    action:
      command === undefined ? null : (
        <Button
          kind="primary"
          {...(command.icon === undefined ? {} : { icon: command.icon })}
          keys="Ctrl+Enter"
          onClick={command.run}
        >
          {command.title(t)}
        </Button>
      ),
  };
}
