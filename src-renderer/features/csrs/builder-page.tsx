import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreClient } from '../../platform/core.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Builder } from './builder.tsx';
import { formOfSpec } from './csr-form.ts';
import { beginDraft, isTouched, useDraft } from './draft-store.ts';

interface BuilderProps {
  readonly generationId: string;
  readonly groupRef: string | undefined;
  /** Begin as this earlier CSR. */
  readonly like: string | undefined;
}

/** A CSR is written here: fields at the left, the very bytes that would be signed at the right. */
export function BuilderPage({ generationId, groupRef, like }: BuilderProps): ReactNode {
  const t = useT();
  const client = useCoreClient();
  const draft = useDraft(generationId);
  const { run, fault } = useCoreAction((core, from: { readonly fromCsrId?: string }) =>
    core.csrs.draft({ generationId, ...from }),
  );
  const [asked, setAsked] = useState(false);
  const differs = like !== undefined && draft?.like !== like;
  const asks = draft !== undefined && differs && isTouched(draft);
  const begins = draft === undefined || (differs && !asks);

  const begin = (from: string | undefined): void => {
    void run(from === undefined ? {} : { fromCsrId: from }).then((answer) => {
      if (answer !== undefined) beginDraft(generationId, formOfSpec(answer.spec), from);
    });
  };
  useEffect(() => {
    if (begins && client !== undefined) begin(like);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- begins once for each generation, source and core
  }, [generationId, like, begins, client]);

  if (draft === undefined) {
    return fault === undefined ? (
      <LoadingState what={t('csrs.theDraft')} />
    ) : (
      <>
        <PageHead title={t('csrs.newCsr')} />
        <PageBody>
          <FaultNote fault={fault} onRetry={() => begin(like)} />
        </PageBody>
      </>
    );
  }
  return (
    <>
      <Builder key={generationId} generationId={generationId} groupRef={groupRef} draft={draft} onLike={begin} />
      <ConfirmDialog
        open={asks && !asked}
        question={t('csrs.replaceDraft')}
        consequence={t('csrs.replaceDraftText')}
        confirm={t('csrs.replace')}
        keep={t('csrs.keepDraft')}
        onConfirm={() => begin(like)}
        onClose={() => setAsked(true)}
      />
    </>
  );
}
