import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useRoute } from '../../platform/route.ts';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody, Prose } from '../../ui/section.tsx';
import { ListenPart } from './listen-part.tsx';
import { ProbePart } from './probe-part.tsx';
import { useTlsSession } from './tls-session.ts';

type Mode = 'probe' | 'listen';

/** TLS as it is spoken: one handshake with an address, or those of clients that call here. */
export function TlsPage(): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const listening = useTlsSession((session) => session.listening !== undefined);
  const [mode, setMode] = useState<Mode>(listening || params['mode'] === 'listen' ? 'listen' : 'probe');
  return (
    <>
      <PageHead title={t('tls.title')} facts={<span>{t('tls.sendsNothing')}</span>} />
      <PageBody>
        <SegmentedField<Mode>
          label={t('tls.mode')}
          hideLabel
          value={mode}
          choices={[
            { value: 'probe', label: t('tls.mode_probe') },
            { value: 'listen', label: t('tls.mode_listen') },
          ]}
          onChange={setMode}
        />
        <Prose>{t(mode === 'probe' ? 'tls.aboutProbe' : 'tls.aboutListen')}</Prose>
        {mode === 'probe' ? (
          <ProbePart key={params['generation'] ?? ''} generationId={params['generation']} />
        ) : (
          <ListenPart key={params['generation'] ?? ''} generationId={params['generation']} />
        )}
      </PageBody>
    </>
  );
}
