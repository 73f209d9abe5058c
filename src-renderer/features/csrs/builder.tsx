import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { CsrSpec } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { goBack, navigate, replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useUi } from '../../ui/ui-context.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import {
  algorithmName,
  GenerationTimeline,
  purposeWord,
  SoftwareMark,
  useGroup,
  usePromptState,
} from '../keys/index.ts';
import { Link } from '../lists/filter-bar.tsx';
import { BuilderForm } from './builder-form.tsx';
import { BuilderFoot, Split, SplitRoom, TimelineRoom } from './builder-layout.tsx';
import { specOfForm } from './csr-form.ts';
import { changeDraft, dropDraft, isTouched, type CsrDraft } from './draft-store.ts';
import { LikeField } from './like-field.tsx';
import { usePreview } from './use-preview.ts';
import { WhatWillBeSigned } from './what-will-be-signed.tsx';

interface BuilderState {
  readonly generationId: string;
  readonly groupRef: string | undefined;
  readonly draft: CsrDraft;
  readonly onLike: (csrId: string | undefined) => void;
}

/** The form and its preview; signing sends the hash of what was seen. */
export function Builder({ generationId, groupRef, draft, onLike }: BuilderState): ReactNode {
  const t = useT();
  const detail = useGroup(groupRef).data;
  const generation = detail?.generations.find((one) => one.generationId === generationId);
  const spec = useMemo(() => specOfForm(draft.form), [draft.form]);
  const preview = usePreview(generationId, spec);
  const prompt = usePromptState();
  const { textScale } = useUi().settings;
  const [discarding, setDiscarding] = useState(false);
  const [timeline, setTimeline] = useState(() => window.innerHeight >= 860);
  const action = useCoreAction((core, input: { readonly spec: CsrSpec; readonly infoSha256: string }, signal) =>
    core.csrs.create({ generationId, ...input }, { signal, onItem: prompt.take }),
  );
  const { run, busy, fault } = action;
  const { built, fresh, again } = preview;
  const waits = useSettled(!fresh, 300) && !fresh;
  const typing = draft.form.claims.typing.trim() !== '';
  const mayCreate = useMayCall('csrs.create');
  const blocked =
    mayCreate ??
    (spec === undefined
      ? t('csrs.timeUnread')
      : typing
        ? t('keys.typingLeft')
        : preview.fault !== undefined
          ? t('csrs.noPreview')
          : fresh && built === undefined
            ? t('csrs.findingsForbid')
            : undefined);
  const reason = busy ? t('keys.busy') : (blocked ?? (waits ? t('csrs.previewComing') : undefined));

  const { reset } = prompt;
  const commands = useMemo(() => {
    const sign = (): void => {
      // Only what stands on the screen is signed: its hash goes with the wish, and core compares.
      if (spec === undefined || built === undefined || !fresh || busy || blocked !== undefined) return;
      reset();
      void run({ spec, infoSha256: built.sha256 }).then((made) => {
        if (made === undefined) return;
        dropDraft(generationId);
        showToast(t('csrs.made', { id: made.csr.groupId, number: made.csr.generation }));
        replaceParams({ id: made.csr.csrId, name: `${made.csr.groupId} g${made.csr.generation}` });
      });
    };
    return [
      {
        id: 'csrs.sign',
        title: () => t('csrs.sign'),
        icon: 'signature',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => reason,
        run: sign,
      },
      {
        id: 'csrs.timeline',
        title: () => t('csrs.toggleTimeline'),
        icon: 'calendar-clock',
        scope: 'here',
        run: () => setTimeline((before) => !before),
      },
      {
        id: 'csrs.discard',
        title: () => t('csrs.discard'),
        icon: 'x',
        scope: 'here',
        run: () => setDiscarding(true),
      },
    ] as const;
  }, [spec, built, fresh, busy, blocked, reason, reset, run, generationId, setTimeline, setDiscarding, t]);
  useCommands(commands);

  // Told where the action was: the bytes have changed since they were looked at, so they are read anew.
  const changed = fault?.code === 'CSR_CHANGED';
  const refused = changed || fault?.code === 'CSR_SPEC_REFUSED';
  useEffect(() => {
    if (refused) again();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each refusal
  }, [refused, fault]);

  return (
    <>
      <PageHead
        title={t('csrs.newCsrFor', { number: generation?.number ?? '' })}
        facts={
          <>
            <span>
              <Link onFollow={() => navigate('keys', { ref: groupRef ?? '', name: draft.form.keyGroupId })}>
                <SafeText text={draft.form.keyGroupId} />
              </Link>
            </span>
            {detail === undefined ? null : <span>{purposeWord(t, detail.group.purpose)}</span>}
            {generation === undefined ? null : (
              <>
                <span>{algorithmName(generation.algorithm)}</span>
                <span>
                  <SafeText text={generation.tokenLabel ?? '–'} />
                  {generation.software ? <SoftwareMark /> : null}
                </span>
              </>
            )}
            <span>{t(isTouched(draft) ? 'csrs.draftKept' : 'csrs.draftFresh')}</span>
          </>
        }
        actions={
          <>
            {groupRef === undefined ? null : <LikeField groupRef={groupRef} like={draft.like} onLike={onLike} />}
            <Button expanded={timeline} icon="calendar-clock" onClick={() => setTimeline(!timeline)}>
              {t('csrs.timeline')}
            </Button>
            <Button onClick={() => setDiscarding(true)}>{t('csrs.discard')}</Button>
          </>
        }
      />
      {timeline && detail !== undefined ? (
        <TimelineRoom>
          <GenerationTimeline
            generations={detail.generations}
            defaults={detail.defaults}
            activeId={generationId}
            draft={{ generationId, notBefore: spec?.notBefore, notAfter: spec?.notAfter }}
          />
        </TimelineRoom>
      ) : null}
      <SplitRoom>
        <Split>
          <div className="form">
            <BuilderForm
              form={draft.form}
              algorithm={generation?.algorithm ?? 'ec-p256'}
              findings={preview.findings}
              onChange={(change) => changeDraft(generationId, change)}
            />
            <BuilderFoot
              keys="Ctrl+Enter"
              reason={reason}
              token={generation?.tokenLabel}
              busy={busy}
              prompt={prompt.state}
              changed={changed}
              fault={changed ? undefined : fault}
              onSign={commands[0].run}
              onCancel={action.cancel}
            />
          </div>
          <div className="preview">
            <WhatWillBeSigned
              preview={preview}
              waits={waits}
              unread={spec === undefined}
              rows={byteRows(timeline, textScale)}
            />
          </div>
        </Split>
      </SplitRoom>
      <ConfirmDialog
        open={discarding}
        danger
        question={t('csrs.discardQuestion')}
        consequence={t('csrs.discardText')}
        confirm={t('csrs.discardConfirm')}
        keep={t('csrs.keepDraft')}
        onConfirm={() => {
          setDiscarding(false);
          dropDraft(generationId);
          goBack();
        }}
        onClose={() => setDiscarding(false)}
      />
    </>
  );
}

/** As many rows of bytes as leave the fields above them most of the room. */
function byteRows(timeline: boolean, textScale: number): number {
  const room = window.innerHeight / textScale - (timeline ? 640 : 400);
  return Math.max(6, Math.min(16, Math.floor(room / 43)));
}
