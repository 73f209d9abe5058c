import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { Form, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { toneOf, type Verdict } from '../../ui/tone.ts';
import { RunningWork } from '../work/running-work.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Panel } from './panel.tsx';

type Answer = OutputOf<AppContract['audit']['verify']>;

/** A head as noted: 64 hex digits in any spacing. */
export function readHead(
  text: string,
): { readonly kind: 'none' | 'wrong' } | { readonly kind: 'head'; readonly head: string } {
  const digits = text.replace(/[\s:]/gu, '').toLowerCase();
  if (digits === '') return { kind: 'none' };
  return /^[0-9a-f]{64}$/u.test(digits) ? { kind: 'head', head: digits } : { kind: 'wrong' };
}

/** Walks the chain from its beginning; with a head noted earlier also shows that its end was not cut off. */
export function VerifyPart({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<Answer & { readonly asked: boolean }>();
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const read = readHead(typed);
  const [file, setFile] = useState<{ readonly name: string; readonly content: Uint8Array }>();
  const action = useCoreAction((client, head: string | undefined, signal) =>
    client.audit.verify(
      { ...(head === undefined ? {} : { head }), ...(file === undefined ? {} : { checkpoint: file.content }) },
      { signal, onItem: setProgress },
    ),
  );
  const take = async (chosen: File | undefined): Promise<void> => {
    setAnswer(undefined);
    if (chosen !== undefined) setFile({ name: chosen.name, content: new Uint8Array(await chosen.arrayBuffer()) });
  };
  const verify = (): void => {
    if (action.busy || read.kind === 'wrong') return;
    setAnswer(undefined);
    setProgress({ done: 0, total: 0 });
    const head = read.kind === 'head' ? read.head : undefined;
    void action.run(head).then((done) => {
      if (done !== undefined) setAnswer({ ...done, asked: head !== undefined });
    });
  };
  return (
    <Panel>
      <Section title={t('audit.verifyTitle')}>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            verify();
          }}
        >
          <TextField
            label={t('audit.head')}
            value={typed}
            mono
            autoFocus
            maxLength={200}
            hint={t('audit.headHint')}
            findings={read.kind === 'wrong' ? [{ verdict: 'fail', text: t('audit.headForm') }] : []}
            onChange={setTyped}
          />
          <DropZone
            text={file === undefined ? t('audit.compareDrop') : t('audit.compareWith', { name: file.name })}
            hint={t('audit.compareHint')}
            accept=".json"
            onFiles={([chosen]) => void take(chosen)}
          />
          <ButtonRow>
            <Button
              submit
              icon="shield-check"
              disabledReason={action.busy ? t('keys.busy') : read.kind === 'wrong' ? t('audit.headForm') : undefined}
            >
              {t('audit.verifyNow')}
            </Button>
            <Button
              kind="text"
              onClick={() => {
                action.cancel();
                onClose();
              }}
            >
              {t('ui.close')}
            </Button>
          </ButtonRow>
        </Form>
      </Section>
      {action.busy ? (
        <RunningWork
          what={t('audit.verifying')}
          done={progress.done}
          {...(progress.total === 0 ? {} : { total: progress.total })}
          cancelKeeps={t('audit.verifyCancelKeeps')}
          onCancel={action.cancel}
        />
      ) : null}
      {action.fault === undefined ? null : <FaultNote fault={action.fault} onRetry={verify} />}
      {answer === undefined ? null : <Verdicts answer={answer} asked={answer.asked} />}
    </Panel>
  );
}

const Head = styled('div')({
  display: 'grid',
  gridTemplateColumns: `repeat(auto-fit, minmax(${rem(260)}, 1fr))`,
  gap: rem(12),
  maxWidth: rem(960),
});

const Column = styled('div', { shouldForwardProp: (prop) => prop !== 'verdict' })<{ verdict: Verdict }>(
  ({ verdict }) => ({
    padding: `${rem(6)} ${rem(12)}`,
    borderLeft: `3px ${toneOf[verdict].dashed ? 'dashed' : 'solid'} ${toneOf[verdict].color.line}`,
    background: verdict === 'fail' ? look.fail.tint : 'transparent',
    '.question': { ...type.small, color: look.ink2 },
    '.answer': {
      ...type.section,
      display: 'flex',
      alignItems: 'center',
      gap: rem(8),
      color: toneOf[verdict].color.text,
    },
    '.why': { color: look.ink2, overflowWrap: 'anywhere' },
  }),
);

function Verdicts({ answer, asked }: { readonly answer: Answer; readonly asked: boolean }): ReactNode {
  const t = useT();
  const { fault } = answer;
  const whole = answer.verdict === 'intact';
  // A head that is in the chain, with entries after it: what came before is proven, a later end is not.
  const within = asked && whole;
  const end: Verdict = answer.anchored ? 'pass' : fault?.kind === 'cut' ? 'fail' : 'unknown';
  return (
    <Head role="status">
      <One
        verdict={whole ? 'pass' : 'fail'}
        question={t('audit.qChain')}
        answer={whole ? t('audit.intact') : t('audit.brokenAt', { seq: fault?.seq ?? 0 })}
        why={
          fault === undefined ? (
            t('audit.intactText', { count: answer.entries })
          ) : (
            <>
              {t(`audit.fault_${fault.kind}`, { seq: fault.seq })} {fault.detail}
            </>
          )
        }
      />
      <One
        verdict={end}
        question={t('audit.qEnd')}
        answer={t(answer.anchored ? 'audit.anchored' : end === 'fail' ? 'audit.endCut' : 'audit.notAnchored')}
        why={t(
          answer.anchored
            ? 'audit.anchoredText'
            : end === 'fail'
              ? 'audit.endCutText'
              : within
                ? 'audit.withinText'
                : asked
                  ? 'audit.endUnknownText'
                  : 'audit.notAnchoredText',
        )}
      />
      {answer.checkpoint === undefined ? null : <Compared verdict={answer.checkpoint} />}
      <One
        verdict="info"
        question={t('audit.qHead')}
        answer={t('audit.entryTitle', { seq: answer.entries })}
        why={<Fingerprint hex={answer.head} copy={t('audit.head')} />}
      />
    </Head>
  );
}

/** What a checkpoint that was kept elsewhere says of this log. */
function Compared({ verdict }: { readonly verdict: NonNullable<Answer['checkpoint']> }): ReactNode {
  const t = useT();
  const holds = verdict.verdict === 'holds';
  const { seq = 0, at, signer } = verdict;
  return (
    <One
      verdict={holds ? 'pass' : 'fail'}
      question={t('audit.qCheckpoint')}
      answer={t(holds ? 'audit.compareHolds' : 'audit.compareFails')}
      why={
        <>
          {t(`audit.compare_${verdict.verdict}`, { seq })}{' '}
          {at === undefined ? null : (
            <>
              {signer === undefined ? t('audit.compareNobody') : <SafeText text={signer} />},{' '}
              <UtcDate date={new Date(at)} />
            </>
          )}
        </>
      }
    />
  );
}

function One(props: {
  readonly verdict: Verdict;
  readonly question: string;
  readonly answer: string;
  readonly why: ReactNode;
}): ReactNode {
  return (
    <Column verdict={props.verdict}>
      <div className="question">{props.question}</div>
      <div className="answer">
        <Icon name={toneOf[props.verdict].icon} />
        {props.answer}
      </div>
      <div className="why">{props.why}</div>
    </Column>
  );
}
