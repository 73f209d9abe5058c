import type { ReactNode } from 'react';
import type { PackageView } from '../../../shared/contract/decisions.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Findings } from '../../ui/finding.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, PageBody, Prose, Section } from '../../ui/section.tsx';
import { StateWord, VerdictCounts } from '../../ui/verdict-chip.tsx';
import { ComparedTable, DecodedView } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { CheckSentence, checkVerdict, countVerdicts } from '../requests/check-words.tsx';
import { openPackage, usePackageFile, type OpenPackage } from './package-file.ts';
import { SignPackage } from './sign-package.tsx';

/** A package of another workspace: what its bytes say here, apart from it what its sender says, and the vote. */
export function ReviewPackage(): ReactNode {
  const t = useT();
  const { open } = usePackageFile();
  const read = useCoreAction(async (core, content: Uint8Array) => core.decisions.readPackage({ content }));
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = new Uint8Array(await file.arrayBuffer());
    const seen = await read.run(content);
    if (seen !== undefined) openPackage({ content, seen });
  };
  return (
    <>
      <PageHead
        title={t('decisions.reviewTitle')}
        actions={
          open === undefined ? undefined : (
            <Button onClick={() => usePackageFile.setState({ open: undefined })}>{t('decisions.another')}</Button>
          )
        }
      />
      <PageBody>
        {open === undefined ? (
          <>
            <Prose>{t('decisions.reviewAbout')}</Prose>
            <DropZone text={t('decisions.reviewDrop')} accept=".json" onFiles={([file]) => void take(file)} />
            {read.fault === undefined ? null : <FaultNote fault={read.fault} />}
          </>
        ) : (
          <Shown key={open.seen.tbsSha256} open={open} />
        )}
      </PageBody>
    </>
  );
}

function Shown({ open }: { readonly open: OpenPackage }): ReactNode {
  const t = useT();
  const { seen } = open;
  return (
    <>
      <Banner verdict="info" text={t('decisions.reviewAbout')} />
      <Columns>
        <Section title={t('decisions.bytesSay')} aside={<VerdictCounts counts={countVerdicts(seen.own)} />}>
          <Prose>{t('decisions.bytesSayAbout')}</Prose>
          <Checks results={seen.own} none={t('decisions.noOwn')} />
          <Facts
            lines
            facts={[
              { label: t('decisions.requestSha'), value: <Fingerprint hex={seen.requestSha256} /> },
              { label: t('decisions.policySha'), value: <Fingerprint hex={seen.policySha256} /> },
              { label: t('decisions.checksSha'), value: <Fingerprint hex={seen.checksSha256} /> },
            ]}
          />
        </Section>
        <Section title={t('decisions.senderSays')}>
          <Prose>{t('decisions.senderSaysAbout')}</Prose>
          <SenderFacts seen={seen} />
        </Section>
      </Columns>
      <Section title={t('decisions.sendersChecks')} aside={<VerdictCounts counts={countVerdicts(seen.results)} />}>
        <Checks results={seen.results} none={t('decisions.noSendersChecks')} />
      </Section>
      <Section title={t('decisions.compared')}>
        <ComparedTable
          label={t('decisions.compared')}
          leftTitle={t('decisions.request')}
          rightTitle={t('decisions.toBeSigned')}
          rows={seen.againstRequest}
        />
      </Section>
      <Section title={t('decisions.toBeSigned')}>
        <DecodedView item={seen.tbs} />
      </Section>
      <SignPackage open={open} />
    </>
  );
}

interface ChecksProps {
  readonly results: PackageView['own'];
  readonly none: string;
}

/** What warns and what fails; the rest is counted in the head. */
function Checks({ results, none }: ChecksProps): ReactNode {
  const told = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  if (told.length === 0) return <Prose>{none}</Prose>;
  return (
    <Findings
      findings={told.map((result) => ({
        verdict: checkVerdict(result.verdict),
        sentence: <CheckSentence result={result} />,
        code: `${result.code} · ${result.reason}`,
      }))}
    />
  );
}

function SenderFacts({ seen }: { readonly seen: PackageView }): ReactNode {
  const t = useT();
  return (
    <Facts
      lines
      facts={[
        { label: t('decisions.workspace'), value: <SafeText text={seen.workspaceName} /> },
        { label: t('decisions.workspaceId'), value: <Mono text={seen.workspace} /> },
        { label: t('decisions.authority'), value: <SafeText text={seen.authorityName} /> },
        {
          label: t('decisions.partner'),
          value: seen.partnerName === undefined ? null : <SafeText text={seen.partnerName} />,
        },
        { label: t('decisions.purpose'), value: t(`keys.purpose_${seen.purpose}`) },
        { label: t('decisions.enteredBy'), value: <SafeText text={seen.enteredBy} /> },
        {
          label: t('decisions.provenance'),
          value: <Provenance seen={seen} />,
        },
        { label: t('decisions.votesNeeded'), value: String(seen.needed) },
        {
          label: t('decisions.votesThere'),
          value:
            seen.votes.length === 0
              ? t('decisions.noVotesThere')
              : seen.votes.map(({ name, decision, at }, index) => (
                  <div key={index}>
                    <SafeText text={name} />{' '}
                    <StateWord
                      verdict={decision === 'approve' ? 'pass' : 'fail'}
                      word={t(`decisions.vote_${decision}`)}
                    />{' '}
                    <UtcDate date={new Date(at)} relative={false} />
                  </div>
                )),
        },
      ]}
    />
  );
}

/** The sender's own check in words, where it sent one. */
function Provenance({ seen }: { readonly seen: PackageView }): ReactNode {
  const t = useT();
  const told = seen.results.filter(({ code }) => code === 'PROVENANCE');
  if (told.length > 0)
    return told.map((result, index) => (
      <div key={index}>
        <CheckSentence result={result} />
      </div>
    ));
  return seen.provenance.length === 0 ? t('ui.notStated') : <SafeText text={seen.provenance.join('; ')} />;
}
