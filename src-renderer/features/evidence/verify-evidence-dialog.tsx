import { useState, type ReactNode } from 'react';
import type { EvidenceVerdictView } from '../../../shared/contract/evidence.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { Prose } from '../../ui/section.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Verdict } from '../../ui/tone.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { VerdictLines } from './verdict-lines.tsx';

const toneOfVerdict = { proven: 'pass', broken: 'fail', 'not-checked': 'warn' } as const satisfies Readonly<
  Record<EvidenceVerdictView['verdict'], Verdict>
>;

interface Wish {
  readonly content: Uint8Array;
  readonly genesis: string;
  readonly anchors: Uint8Array[];
}

/** What a file of evidence proves, with what the person pins and nothing else. */
export function VerifyEvidenceDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [roots, setRoots] = useState<readonly Uint8Array[]>([]);
  const [file, setFile] = useState<Uint8Array>();
  const [answer, setAnswer] = useState<EvidenceVerdictView>();
  const genesis = typed.replace(/[\s:]/gu, '').toLowerCase();
  const isWrong = genesis !== '' && !/^[0-9a-f]{64}$/u.test(genesis);
  const action = useCoreAction((core, wish: Wish) => {
    const { content, anchors } = wish;
    return core.evidence.verify({ content, anchors, ...(wish.genesis === '' ? {} : { genesis: wish.genesis }) });
  });
  const verify = async (content: Uint8Array | undefined, anchors: readonly Uint8Array[]): Promise<void> => {
    if (content === undefined || isWrong) return;
    setAnswer(undefined);
    setAnswer(await action.run({ content, genesis, anchors: [...anchors] }));
  };
  const takeFile = async (taken: File | undefined): Promise<void> => {
    if (taken === undefined) return;
    const content = new Uint8Array(await taken.arrayBuffer());
    setFile(content);
    await verify(content, roots);
  };
  const takeRoots = async (taken: readonly File[]): Promise<void> => {
    const read = await Promise.all(taken.slice(0, 20).map(async (one) => new Uint8Array(await one.arrayBuffer())));
    setRoots(read);
    await verify(file, read);
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('evidence.verify')}
      onClose={onClose}
      onSubmit={() => void verify(file, roots)}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button
            kind="primary"
            submit
            disabledReason={isWrong ? t('evidence.genesisForm') : file === undefined ? t('evidence.drop') : undefined}
          >
            {t('evidence.verify')}
          </Button>
        </>
      }
    >
      <Prose>{t('evidence.verifyAbout')}</Prose>
      <TextField
        label={t('evidence.genesis')}
        value={typed}
        mono
        maxLength={200}
        hint={t('evidence.genesisHint')}
        findings={isWrong ? [{ verdict: 'fail', text: t('evidence.genesisForm') }] : []}
        onChange={setTyped}
      />
      <DropZone
        text={t('evidence.roots')}
        {...(roots.length === 0 ? {} : { hint: t('evidence.rootsChosen', { count: roots.length }) })}
        accept=".pem,.der,.crt,.cer"
        multiple
        onFiles={(files) => void takeRoots(files)}
      />
      <DropZone text={t('evidence.drop')} accept=".json" onFiles={([first]) => void takeFile(first)} />
      {action.fault === undefined ? null : <FaultNote fault={action.fault} />}
      {answer === undefined ? null : <Answer answer={answer} />}
    </Dialog>
  );
}

function Answer({ answer }: { readonly answer: EvidenceVerdictView }): ReactNode {
  const t = useT();
  const { verdict, decision, decidedAt, workspace, requestSha256, certificateSha256, voters, singleOperator } = answer;
  return (
    <div role="status">
      <Banner verdict={toneOfVerdict[verdict]} text={t(`evidence.overall_${verdict}`)} />
      <Facts
        facts={[
          { label: t('evidence.decision'), value: `${t(`evidence.decision_${decision}`)} ${decidedAt}` },
          { label: t('evidence.workspace'), value: <Mono text={workspace} /> },
          { label: t('evidence.request'), value: <Fingerprint hex={requestSha256} copy={t('evidence.request')} /> },
          ...(certificateSha256 === undefined
            ? []
            : [
                {
                  label: t('evidence.certificate'),
                  value: <Fingerprint hex={certificateSha256} copy={t('evidence.certificate')} />,
                },
              ]),
          ...(voters.length === 0
            ? []
            : [{ label: t('evidence.votes'), value: <SafeText text={voters.join(', ')} /> }]),
        ]}
      />
      {singleOperator ? <Banner verdict="warn" text={t('evidence.single')} /> : null}
      <VerdictLines lines={answer.lines} />
    </div>
  );
}
