import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { Connection, EndpointView } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord, VerdictChip } from '../../ui/verdict-chip.tsx';
import { codeText } from './connection-words.ts';

/** No list of rows of one height: whom we speak with is decided by these URLs, so that none of them is cut. */
const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  'th, td': { textAlign: 'left', verticalAlign: 'top', padding: `${rem(5)} ${rem(12)}`, overflowWrap: 'anywhere' },
  th: { ...type.small, fontWeight: 500, color: look.ink2, background: look.canvas },
  td: { borderBottom: `1px solid ${look.line}` },
  'td:nth-of-type(1), td:nth-of-type(2)': { whiteSpace: 'nowrap' },
  '.oddities': { display: 'flex', flexDirection: 'column', gap: rem(4), listStyle: 'none', margin: 0, padding: 0 },
  '.oddities span': { whiteSpace: 'normal' },
});

/** What the platform advertises, with a mark at each oddity; only these are ever asked. */
export function EndpointsPart({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { endpoints } = connection;
  const odd = endpoints.filter((one) => one.notes.length > 0 || one.override).length;
  const title = t('platforms.endpoints');
  return (
    <Section
      title={title}
      bare
      aside={odd === 0 ? undefined : <VerdictChip verdict="warn" word={t('platforms.oddEndpoints', { count: odd })} />}
    >
      {endpoints.length === 0 ? (
        <EmptyState title={t('platforms.notDiscovered')} text={t('platforms.notDiscoveredText')} />
      ) : (
        <Table aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t('platforms.module')}</th>
              <th scope="col">{t('platforms.role')}</th>
              <th scope="col">{t('platforms.url')}</th>
              <th scope="col">{t('platforms.oddities')}</th>
            </tr>
          </thead>
          <tbody>
            {endpoints.map((endpoint, at) => (
              // A platform may advertise the same thing twice.
              <tr key={at}>
                <td>
                  <SafeText text={endpoint.identifier} />
                </td>
                <td>{endpoint.role ?? '–'}</td>
                <td>
                  <Mono text={endpoint.url} />
                </td>
                <td>
                  <Oddities endpoint={endpoint} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function Oddities({ endpoint }: { readonly endpoint: EndpointView }): ReactNode {
  const t = useT();
  const { notes, override } = endpoint;
  if (notes.length === 0 && !override) return '–';
  return (
    <ul className="oddities">
      {override ? (
        <li>
          <StateWord verdict="info" word={t('platforms.isOverride')} />
        </li>
      ) : null}
      {notes.map((note) => (
        <li key={note}>
          <StateWord verdict="warn" word={codeText(t, 'note', note)} />
        </li>
      ))}
    </ul>
  );
}
