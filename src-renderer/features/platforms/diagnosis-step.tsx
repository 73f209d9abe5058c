import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { DiagnosisStep, HttpExchange } from '../../../shared/contract/platform-diagnosis.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { HandshakeView } from '../tls/handshake-view.tsx';
import { stepName, stepVerdict } from './connection-words.ts';
import { stepWords } from './diagnosis-words.ts';

const Root = styled('div')({
  display: 'grid',
  gridTemplateColumns: `${rem(112)} minmax(0, 1fr)`,
  '@container (max-width: 30rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  gap: `${rem(4)} ${rem(12)}`,
  padding: `${rem(10)} 0`,
  borderBottom: `1px solid ${look.line}`,
  justifyItems: 'start',
  alignItems: 'start',
  '.words': { display: 'flex', flexDirection: 'column', gap: rem(6), minWidth: 0, width: '100%' },
  '.name': { ...type.bodyStrong },
  '.took': { ...type.small, color: look.ink3, marginLeft: rem(8) },
  '.message': { overflowWrap: 'anywhere', maxWidth: '92ch' },
  '.more': { marginLeft: rem(-8) },
  '.detail': { ...type.small, color: look.ink3, maxWidth: '92ch', overflowWrap: 'anywhere' },
  '.tell': { color: look.ink2, maxWidth: '92ch', overflowWrap: 'anywhere' },
});

const Exchange = styled('div')({
  border: `1px solid ${look.line}`,
  background: look.canvas,
  padding: rem(12),
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  pre: {
    ...type.monoSmall,
    margin: 0,
    maxHeight: rem(280),
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    '& > .line': { display: 'block' },
  },
});

/** One step: verdict, what it says, what to tell the partner; requests, answers and handshake on demand. */
export function DiagnosisStepView(props: {
  readonly step: DiagnosisStep;
  /** What can be done about it here. */
  readonly answer?: ReactNode;
}): ReactNode {
  const t = useT();
  const { step, answer } = props;
  const [isOpen, setOpen] = useState(false);
  const { exchanges, handshake, tellPartner, values } = step;
  const { sentence, detail } = stepWords(t, step);
  const hasMore = exchanges.length > 0 || handshake !== undefined;
  return (
    <Root>
      <VerdictChip verdict={stepVerdict[step.verdict]} />
      <div className="words">
        <div>
          <span className="name">{stepName(t, step.step)}</span>
          <span className="took">{t('platforms.took', { ms: step.milliseconds })}</span>
        </div>
        <div className="message">
          <SafeText text={sentence} />
        </div>
        <div className="detail">
          {detail === undefined ? null : (
            <>
              <SafeText text={detail} />{' '}
            </>
          )}
          <Mono text={step.code} />
        </div>
        {answer}
        {tellPartner === undefined ? null : (
          <div className="tell">
            {t('platforms.tell')} <SafeText text={tellPartner} />{' '}
            <CopyButton what={t('platforms.theSentence')} text={tellPartner} />
          </div>
        )}
        {hasMore ? (
          <div className="more">
            <Button small kind="text" expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen
                ? t('platforms.hideExchanges')
                : [
                    ...(handshake === undefined ? [] : [t('platforms.showHandshake')]),
                    ...(exchanges.length === 0 ? [] : [t('platforms.showExchanges', { count: exchanges.length })]),
                  ].join(', ')}
            </Button>
          </div>
        ) : null}
        {isOpen ? (
          <>
            {handshake === undefined ? null : (
              <HandshakeView handshake={handshake} other={String(values['host'] ?? '')} role="client" />
            )}
            {exchanges.map((exchange, at) => (
              <ExchangeView key={`${at} ${exchange.at}`} exchange={exchange} />
            ))}
          </>
        ) : null}
      </div>
    </Root>
  );
}

function ExchangeView({ exchange }: { readonly exchange: HttpExchange }): ReactNode {
  const t = useT();
  const { method, url, requestHeaders, requestBody, status, responseHeaders, responseBody, responseBytes } = exchange;
  const { at, milliseconds, ocpiStatus } = exchange;
  const lines = (headers: HttpExchange['requestHeaders']): string =>
    headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const request = [`${method} ${url}`, lines(requestHeaders), requestBody].filter(isSaid).join('\n');
  const answer = [`HTTP ${status ?? '–'}`, lines(responseHeaders), responseBody].filter(isSaid).join('\n');
  return (
    <Exchange>
      <div>
        {t('platforms.request')} <UtcDate date={new Date(at)} relative={false} />{' '}
        <CopyButton what={t('platforms.theRequest')} text={request} />
      </div>
      <Lines text={request} />
      <div>
        {t('platforms.answer', { bytes: responseBytes, ms: milliseconds })}
        {ocpiStatus === undefined ? null : `, OCPI ${ocpiStatus}`}{' '}
        <CopyButton what={t('platforms.theAnswer')} text={answer} />
      </div>
      <Lines text={answer} />
    </Exchange>
  );
}

/** Line by line: a line end is no hidden character. */
function Lines({ text }: { readonly text: string }): ReactNode {
  return (
    <pre tabIndex={0}>
      {text.split(/\r?\n/).map((line, at) => (
        // Lines of one text have no other name than their place.
        <span key={at} className="line">
          <SafeText text={line} />
        </span>
      ))}
    </pre>
  );
}

const isSaid = (text: string | undefined): text is string => text !== undefined && text !== '';
