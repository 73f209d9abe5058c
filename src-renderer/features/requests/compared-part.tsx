import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { isTextKey } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { IdChips } from '../../ui/id-chip.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { decisionLines, ID_LINES, idsOf, overlapDays, type DecisionLine, type Side } from './compared-lines.ts';
import type { Prepared } from './use-request.ts';

const Table = styled('table')({
  width: '100%',
  borderCollapse: 'separate',
  borderSpacing: 0,
  tableLayout: 'fixed',
  'th, td': {
    padding: `${rem(5)} ${rem(10)}`,
    borderBottom: `1px solid ${look.line}`,
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    fontWeight: 400,
  },
  'thead th': { ...type.bodyStrong, background: look.canvas, borderTop: `1px solid ${look.line}` },
  'thead small': { ...type.small, display: 'block', fontWeight: 400, color: look.ink3 },
  'thead .signed small': { color: look.ink2 },
  'th:first-of-type': { width: '8.5rem', color: look.ink3 },
  td: { color: look.ink2 },
  'td.signed': { color: look.ink },
  '.signed': { borderLeft: `2px solid ${look.accent}`, borderRight: `2px solid ${look.accent}` },
  'thead .signed': { borderTop: `2px solid ${look.accent}`, background: look.selected },
  'tbody tr:last-of-type .signed': { borderBottom: `2px solid ${look.accent}` },
  'td[data-different]': { background: look.diffTint, color: look.ink },
  '.side': { display: 'flex', flexWrap: 'wrap', columnGap: rem(12), rowGap: rem(2), justifyContent: 'space-between' },
  '.value': { minWidth: 0 },
  '.mark': { ...type.small, marginLeft: 'auto', color: look.ink3, whiteSpace: 'normal' },
  '[data-different] .mark': { fontWeight: 600, color: look.diff },
  '.absent': { color: look.ink3 },
});
const Tools = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: `${rem(4)} ${rem(16)}`,
  color: look.ink2,
});

/** Request · to be signed (framed) · predecessor. What differs from the framed column has a tint, a sign and a word. */
export function ComparedPart({ prepared }: { readonly prepared: Prepared }): ReactNode {
  const t = useT();
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const { againstRequest, againstPredecessor, issuance } = prepared;
  const lines = decisionLines(againstRequest, againstPredecessor);
  const differs = ({ request, predecessor }: DecisionLine): boolean =>
    request.mark.different || predecessor?.mark.different === true;
  const shown = onlyDifferent ? lines.filter(differs) : lines;
  const replaces = againstPredecessor.length > 0;
  const overlap = overlapDays(lines);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'requests.onlyDifferent',
        title: () => t('requests.onlyDifferent'),
        icon: 'columns-3',
        keys: 'D',
        scope: 'here',
        run: () => setOnlyDifferent((before) => !before),
      },
    ],
    [t],
  );
  useCommands(commands);
  return (
    <>
      <Tools>
        <span>{t('requests.differences', { count: lines.filter(differs).length })}</span>
        <CheckField label={t('requests.onlyDifferent')} checked={onlyDifferent} onChange={setOnlyDifferent} />
      </Tools>
      <Table aria-label={t('requests.sideBySide')}>
        <thead>
          <tr>
            <th scope="col">{t('decoded.comparedWhat')}</th>
            <th scope="col">
              {t('requests.asRequested')}
              <small>{t('requests.asReceived')}</small>
            </th>
            <th scope="col" className="signed">
              {t('requests.toBeSigned')}
              <small>
                {t('requests.theseBytes', { bytes: issuance.tbs.length })}{' '}
                <Fingerprint hex={issuance.tbsSha256} short />
              </small>
            </th>
            {replaces ? (
              <th scope="col">
                {t('requests.predecessor')}
                <small>
                  {overlap === undefined
                    ? t('requests.issuedBefore')
                    : overlap < 0
                      ? t('requests.gap', { days: -overlap })
                      : t('requests.overlap', { days: overlap })}
                </small>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line.name}>
              <th scope="row">
                <LineName name={line.name} />
              </th>
              <SideCell name={line.name} side={line.request} />
              <td className="signed">
                <Value
                  name={line.name}
                  text={line.signed}
                  added={line.predecessor?.mark.sign === '+' ? line.predecessor.mark.ids : []}
                />
              </td>
              {line.predecessor === undefined ? null : <SideCell name={line.name} side={line.predecessor} />}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function SideCell({ name, side: { text, mark } }: { readonly name: string; readonly side: Side }): ReactNode {
  const t = useT();
  const word = [t(mark.word), ...mark.ids].join(' ');
  return (
    <td data-different={mark.different || undefined}>
      <div className="side">
        <span className="value">{mark.sign === '' && text === null ? null : <Value name={name} text={text} />}</span>
        <span className="mark">
          {mark.sign} <SafeText text={word} />
        </span>
      </div>
    </td>
  );
}

function LineName({ name }: { readonly name: string }): ReactNode {
  const t = useT();
  const [, extension] = /^extension (.+)$/u.exec(name) ?? [];
  const key = [`requests.line_${extension ?? name}`, `decoded.${name}`].find(isTextKey);
  if (key !== undefined) return t(key as 'decoded.subject'); // none of these has values
  return extension === undefined ? (
    <SafeText text={name} />
  ) : (
    <>
      {t('requests.line_extension')} <SafeText text={extension} />
    </>
  );
}

interface ValueProps {
  readonly name: string;
  readonly text: string | null;
  readonly added?: readonly string[];
}

/** A value as its kind is shown everywhere: ids as chips, times in UTC, digests in groups. Nothing is cut. */
function Value({ name, text, added = [] }: ValueProps): ReactNode {
  const t = useT();
  if (text === null || text === '') return <span className="absent">{t('decoded.notThere')}</span>;
  if (name === 'partyIds' || name === 'subCpoIds' || name === 'subEmspIds') {
    const ids = idsOf(text).map((value) => ({ kind: ID_LINES[name], value, added: added.includes(value) }));
    return <IdChips ids={ids} />;
  }
  if (name === 'notBefore' || name === 'notAfter') {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? <SafeText text={text} /> : <UtcDate date={date} />;
  }
  if (name === 'publicKey.sha256' || name === 'serialNumber') return <Fingerprint hex={text} />;
  if (name === 'keyGroupId' || name === 'services') return <Mono text={text.replaceAll('\n', ' ')} />;
  return <SafeText text={text} />;
}
