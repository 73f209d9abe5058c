import { styled } from '@mui/material/styles';
import { useMemo, type ReactNode } from 'react';
import type { CsrRow } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(10), paddingTop: rem(8) });

interface ProofPartProps {
  readonly csr: CsrRow;
  readonly proofJws: string | undefined;
}

/** A renewal can be vouched for by the key before: a JWS over the CSR's SHA-256. */
export function ProofPart({ csr, proofJws }: ProofPartProps): ReactNode {
  const t = useT();
  const prompt = usePromptState();
  // The draft of the same generation knows whether there is a key before it.
  const draft = useCoreQuery(['keys', 'csrs'], ['csrs.predecessor', csr.generationId], (core) =>
    core.csrs.draft({ generationId: csr.generationId }),
  ).data;
  const action = useCoreAction((client, csrId: string, signal) =>
    client.csrs.prove({ csrId }, { signal, onItem: prompt.take }),
  );
  const none = draft?.hasPredecessor === false && proofJws === undefined;
  const { run, busy } = action;
  const { reset } = prompt;
  const commands = useMemo(() => {
    const prove = (): void => {
      if (none || busy) return;
      reset();
      void run(csr.csrId).then((done) => {
        if (done !== undefined) showToast(t('csrs.proven'));
      });
    };
    return [
      {
        id: 'csrs.prove',
        title: () => t('csrs.prove'),
        icon: 'signature',
        scope: 'here',
        disabledReason: () => (none ? t('csrs.proofNone') : busy ? t('keys.busy') : undefined),
        run: prove,
      },
    ] as const;
  }, [none, busy, reset, run, csr.csrId, t]);
  useCommands(commands);
  return (
    <Section
      title={t('csrs.proof')}
      aside={
        proofJws === undefined ? (
          <VerdictChip verdict="notApplicable" word={t(none ? 'csrs.proofNone' : 'csrs.proofAbsent')} />
        ) : (
          <VerdictChip verdict="pass" word={t('csrs.proofThere')} />
        )
      }
    >
      <Stack>
        <Prose>{t(none ? 'csrs.proofNoneText' : 'csrs.proofText')}</Prose>
        {proofJws === undefined ? null : (
          <div>
            <Mono text={proofJws} copy={t('csrs.proofJws')} />
          </div>
        )}
        {busy ? (
          <TokenWork what={t('csrs.proving')} state={prompt.state} onCancel={action.cancel} />
        ) : none ? null : (
          <ButtonRow>
            <Button icon="signature" onClick={commands[0].run}>
              {t(proofJws === undefined ? 'csrs.prove' : 'csrs.proveAgain')}
            </Button>
          </ButtonRow>
        )}
        {action.fault === undefined ? null : <FaultNote fault={action.fault} />}
      </Stack>
    </Section>
  );
}
