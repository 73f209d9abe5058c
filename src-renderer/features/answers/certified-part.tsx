import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { GenerationView, GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { nameOf, openCertificate, timeLook } from '../certificates/certificate-words.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { HandoverDialog } from './handover-dialog.tsx';
import { importAnswer, mayTakeAnswer } from './import-answer.ts';
import { useWriteToToken } from './write-to-token.tsx';

const Chain = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: `${rem(2)} ${rem(12)}`,
    padding: `${rem(6)} 0`,
    borderBottom: `1px solid ${look.line}`,
    alignItems: 'baseline',
  },
  '.ends': { ...type.small, color: look.ink2, whiteSpace: 'nowrap' },
});
const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12), paddingTop: rem(8) });

/** The certificate of a generation: its chain, what may be done with it, and the way in for an answer. */
export function CertifiedPart(props: { readonly group: GroupRow; readonly generation: GenerationView }): ReactNode {
  const t = useT();
  const { group, generation } = props;
  const { generationId, state, software } = generation;
  const [handing, setHanding] = useState(false);
  const certified = state === 'certified' || state === 'key-missing' || state === 'retired' || state === 'compromised';
  const query = useCoreQuery(
    ['certificates', 'keys'],
    ['answers.chain', generationId],
    (core) => core.answers.chain({ generationId }),
    { enabled: certified, keepPrevious: false },
  );
  const chain = query.data?.certificates ?? [];
  const writing = useWriteToToken(chain[0]?.certificateId, true);
  const name = `${group.id} g${generation.number}`;
  const usable = state === 'certified' && chain.length > 0;
  const { write } = writing;
  const commands = useMemo(
    (): readonly Command[] => [
      ...(mayTakeAnswer(state)
        ? [
            {
              id: 'answers.import',
              title: () => t('answers.import'),
              icon: 'download',
              keys: 'I',
              scope: 'here',
              run: () => importAnswer({ generationId, name }),
            } as const,
          ]
        : []),
      ...(usable
        ? [
            {
              id: 'answers.handover',
              title: () => t('answers.handover'),
              icon: 'external-link',
              keys: 'H',
              scope: 'here',
              run: () => setHanding(true),
            } as const,
            { id: 'answers.write', title: () => t('answers.write'), icon: 'save', scope: 'here', run: write } as const,
          ]
        : []),
    ],
    [t, state, generationId, name, usable, write],
  );
  useCommands(commands);
  if (!certified && !mayTakeAnswer(state)) return null;
  const noChain = query.error?.fault.code === 'CERTIFICATE_NOT_FOUND';
  return (
    <Section level={3} title={t('answers.certificate')}>
      <Stack>
        {query.error !== null && !noChain ? (
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        ) : null}
        {certified && query.data === undefined && query.error === null ? (
          <LoadingState what={t('answers.theChain')} />
        ) : chain.length === 0 ? (
          <p>{t('answers.noneYet')}</p>
        ) : (
          <Chain aria-label={t('answers.theChain')}>
            {chain.map((row) => (
              <li key={row.certificateId}>
                <Link onFollow={() => openCertificate(row)}>
                  <SafeText text={nameOf(row)} />
                </Link>
                <StateWord {...timeLook(t, row.time)} />
                <span className="ends">{row.algorithm}</span>
                <span className="ends">
                  {t('answers.ends')} <RelativeDate date={new Date(row.notAfter)} />
                </span>
              </li>
            ))}
          </Chain>
        )}
        {writing.work}
        <ButtonRow>
          {mayTakeAnswer(state) ? (
            <Button icon="download" keys="I" onClick={() => importAnswer({ generationId, name })}>
              {t('answers.import')}
            </Button>
          ) : null}
          {usable ? (
            <>
              <Button icon="external-link" keys="H" onClick={() => setHanding(true)}>
                {t('answers.handover')}
              </Button>
              <Button icon="save" onClick={write}>
                {t('answers.write')}
              </Button>
              {software && group.purpose.startsWith('tls') ? (
                <Button icon="network" onClick={() => navigate('tls', { generation: generationId, name })}>
                  {t('tls.open')}
                </Button>
              ) : null}
            </>
          ) : null}
        </ButtonRow>
      </Stack>
      {handing ? (
        <HandoverDialog
          generationId={generationId}
          name={name}
          side={group.purpose === 'tls-server' ? 'server' : 'client'}
          onClose={() => setHanding(false)}
        />
      ) : null}
    </Section>
  );
}
