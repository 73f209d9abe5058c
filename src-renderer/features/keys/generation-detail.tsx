import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { GenerationView, GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { CertifiedPart } from '../answers/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { algorithmName, mayAskForCertificate, stateLook } from './key-words.ts';
import { makeCsr } from './make-csr.ts';
import { TokenWork, usePromptState } from './prompt-state.tsx';
import { SoftwareMark } from './software-mark.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12), paddingTop: rem(8) });

interface GenerationDetailProps {
  readonly group: GroupRow;
  readonly generation: GenerationView;
}

/** One generation: its key, where it lies, what it asks for, what can be done with it. */
export function GenerationDetail({ group, generation }: GenerationDetailProps): ReactNode {
  const t = useT();
  const { state } = generation;
  const date = (iso: string | undefined): ReactNode => (iso === undefined ? '–' : <UtcDate date={new Date(iso)} />);
  return (
    <Section
      title={t('keys.generationTitle', { number: generation.number })}
      aside={<VerdictChip {...stateLook(t, state)} />}
    >
      <Stack>
        {state === 'unclear' ? <Unclear generation={generation} /> : null}
        {state === 'key-missing' ? <Banner verdict="fail" text={t('keys.keyMissingText')} /> : null}
        <CertifiedPart group={group} generation={generation} />
        <Facts
          facts={[
            {
              label: t('keys.token'),
              value:
                generation.tokenLabel === undefined ? (
                  '–'
                ) : (
                  <>
                    <SafeText text={generation.tokenLabel} /> {generation.software ? <SoftwareMark /> : null}
                  </>
                ),
            },
            { label: t('keys.algorithm'), value: algorithmName(generation.algorithm) },
            {
              label: t('keys.fingerprintLong'),
              value:
                generation.spkiSha256 === undefined ? (
                  '–'
                ) : (
                  <Fingerprint hex={generation.spkiSha256} copy={t('keys.fingerprintLong')} />
                ),
            },
            {
              label: t('keys.keyMadeAt'),
              value: (
                <>
                  {date(generation.keyMadeAt)}
                  {generation.adopted ? <> · {t('keys.adopted')}</> : null}
                </>
              ),
            },
            {
              label: t('keys.asksFor'),
              value:
                generation.notBefore === undefined && generation.notAfter === undefined ? (
                  t('keys.noWindow')
                ) : (
                  <>
                    {date(generation.notBefore)}
                    <br />
                    {date(generation.notAfter)}
                  </>
                ),
            },
            {
              label: t('keys.keyUri'),
              value: generation.keyUri === undefined ? '–' : <Mono text={generation.keyUri} copy={t('keys.keyUri')} />,
            },
          ]}
        />
        <ButtonRow>
          <Button
            icon="file-plus"
            disabledReason={
              mayAskForCertificate(state) ? undefined : t('keys.noCsrInState', { state: t(`keys.state_${state}`) })
            }
            onClick={() => makeCsr(generation, group.id)}
          >
            {t(generation.csrCount === 0 ? 'keys.makeCsr' : 'keys.makeFurtherCsr')}
          </Button>
        </ButtonRow>
      </Stack>
    </Section>
  );
}

/** The making of the key ended without an answer: only a look at the token tells whether it is there. */
function Unclear({ generation }: { readonly generation: GenerationView }): ReactNode {
  const t = useT();
  const prompt = usePromptState();
  const action = useCoreAction((client, generationId: string, signal) =>
    client.keys.resolveUnclear({ generationId }, { signal, onItem: prompt.take }),
  );
  const look = (): void => {
    prompt.reset();
    void action.run(generation.generationId).then((done) => {
      if (done === undefined) return;
      showToast(t(done.generation.state === 'key-made' ? 'keys.keyFound' : 'keys.keyNotFound'));
    });
  };
  return (
    <>
      <Banner
        verdict="unknown"
        text={t('keys.unclearText', { token: generation.tokenLabel ?? '–' })}
        {...(action.busy ? {} : { action: { label: t('keys.lookOnToken'), onAction: look } })}
      />
      {action.busy ? (
        <TokenWork
          what={t('keys.looking', { token: generation.tokenLabel ?? '–' })}
          state={prompt.state}
          onCancel={action.cancel}
        />
      ) : null}
      {action.fault === undefined ? null : <FaultNote fault={action.fault} onRetry={look} />}
    </>
  );
}
