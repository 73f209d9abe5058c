import { useMemo, useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Form, Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { IdRows } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork } from '../keys/prompt-state.tsx';
import { HandshakeView } from './handshake-view.tsx';
import { OwnKeyField } from './own-key-field.tsx';
import { listen, stopListening, useTlsSession, type Heard } from './tls-session.ts';
import { TrustField } from './trust-field.tsx';

/** Listens on loopback with a software key; each client's handshake comes into a list. */
export function ListenPart({ generationId }: { readonly generationId: string | undefined }): ReactNode {
  const t = useT();
  const { listening, listenFault, heard, heardInAll } = useTlsSession();
  const [own, setOwn] = useState(generationId ?? '');
  const [port, setPort] = useState('0');
  const [trust, setTrust] = useState<readonly InputSource[]>();
  const missing = own === '' ? t('tls.keyFirst') : portOf(port) === undefined ? t('tls.portWrong') : undefined;
  const isOn = listening !== undefined;
  const commands = useMemo((): readonly Command[] => {
    const start = (): void => {
      const number = portOf(port);
      if (own === '' || number === undefined) return;
      void listen({
        generationId: own,
        port: number,
        ...(trust === undefined || trust.length === 0 ? {} : { trust: [...trust] }),
      });
    };
    return [
      {
        id: 'tls.listen',
        title: () => t(isOn ? 'tls.stop' : 'tls.listen'),
        icon: isOn ? 'x' : 'plug',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => (isOn ? undefined : missing),
        run: isOn ? stopListening : start,
      },
    ];
  }, [t, isOn, missing, own, port, trust]);
  useCommands(commands);
  return (
    <>
      {isOn ? (
        listening.port === undefined ? (
          <TokenWork what={t('tls.starting')} state={{ ...listening, progress: undefined }} onCancel={stopListening} />
        ) : (
          <>
            <LongWork
              what={t('tls.listeningOn', { port: String(listening.port) })}
              done={heardInAll}
              onCancel={stopListening}
              cancelKeeps={t('tls.stopKeeps')}
            />
            <p>
              {t('tls.tryIt')}{' '}
              <Mono text={`openssl s_client -connect 127.0.0.1:${listening.port}`} copy={t('tls.tryIt')} />
            </p>
          </>
        )
      ) : (
        <Form
          aria-label={t('tls.mode_listen')}
          onSubmit={(event) => {
            event.preventDefault();
            if (missing === undefined) commands[0]?.run();
          }}
        >
          <OwnKeyField purpose="tls-server" value={own} onChange={setOwn} none={t('tls.chooseKey')} />
          <TextField label={t('tls.port')} hint={t('tls.portHint')} value={port} onChange={setPort} maxLength={5} />
          <TrustField sources={trust} onChange={setTrust} />
          <ButtonRow>
            <Button kind="primary" icon="plug" keys="Ctrl+Enter" submit disabledReason={missing}>
              {t('tls.listen')}
            </Button>
          </ButtonRow>
        </Form>
      )}
      {listenFault === undefined ? null : <FaultNote fault={listenFault} />}
      {isOn || heard.length > 0 ? <HeardPart heard={heard} inAll={heardInAll} /> : null}
    </>
  );
}

function columnsOf(t: Translate): readonly Column<Heard>[] {
  return [
    { id: 'number', header: '#', kind: 'number', width: '3.5rem', render: ({ number }) => number },
    {
      id: 'how',
      header: t('tls.outcome'),
      kind: 'state',
      width: '9rem',
      render: ({ handshake }) => <StateWord {...outcomeOf(t, handshake)} />,
    },
    { id: 'from', header: t('tls.from'), kind: 'mono', width: '10rem', render: ({ from }) => <SafeText text={from} /> },
    {
      id: 'ids',
      header: t('decoded.speaksFor'),
      kind: 'ids',
      width: 'minmax(12rem, 1fr)',
      render: ({ handshake }) =>
        handshake?.theirs.ocpi === undefined ? '–' : <IdRows ids={handshake.theirs.ocpi} limit={3} none="–" />,
    },
    {
      id: 'what',
      header: t('tls.what'),
      width: 'minmax(12rem, 1.4fr)',
      render: ({ handshake, reason }) =>
        handshake === undefined ? (
          <SafeText text={reason ?? ''} />
        ) : (
          <SafeText
            text={`${handshake.protocol} · ${handshake.theirs.certificates[0]?.certificate?.subject ?? t('tls.noneOfTheirs')}`}
          />
        ),
    },
  ];
}

function HeardPart({ heard, inAll }: { readonly heard: readonly Heard[]; readonly inAll: number }): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState<number>();
  const columns = useMemo(() => columnsOf(t), [t]);
  // Without a choice the newest is shown, whatever comes; a chosen one stays.
  const active = chosen === undefined ? 0 : heard.findIndex(({ number }) => number === chosen);
  const shown = heard[active];
  return (
    <>
      <Section title={t('tls.heard')} aside={t('tls.heardCount', { count: inAll })} bare>
        <DataTable
          label={t('tls.heard')}
          columns={columns}
          rowCount={heard.length}
          rowAt={(index) => heard[index]}
          rowKey={({ number }) => String(number)}
          activeIndex={active}
          onActiveChange={(_, row) => setChosen(row?.number)}
          empty={<EmptyState title={t('tls.nothingHeard')} text={t('tls.nothingHeardText')} />}
          maxRows={6}
        />
      </Section>
      {shown?.handshake === undefined ? null : (
        <HandshakeView key={shown.number} handshake={shown.handshake} other={shown.from} role="server" />
      )}
    </>
  );
}

function outcomeOf(t: Translate, handshake: Heard['handshake']) {
  if (handshake === undefined) return { verdict: 'fail', word: t('tls.outcome_failed') } as const;
  if (handshake.notes.some(({ level }) => level === 'fail'))
    return { verdict: 'fail', word: t('tls.outcome_fail') } as const;
  if (handshake.notes.some(({ level }) => level === 'warn'))
    return { verdict: 'warn', word: t('tls.outcome_warn') } as const;
  return { verdict: 'pass', word: t('tls.outcome_pass') } as const;
}

/** 0 to 65535; undefined for anything else. */
function portOf(text: string): number | undefined {
  if (!/^\d{1,5}$/u.test(text.trim())) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}
