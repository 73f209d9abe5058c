import { styled } from '@mui/material/styles';
import { useRef, useState, type ReactNode } from 'react';
import type { CheckView, RequestStanding } from '../../../shared/contract/request-checks.ts';
import { useT } from '../../locales/language.tsx';
import { Finding } from '../../ui/finding.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { toneOf } from '../../ui/tone.ts';
import { VerdictChip, VerdictCounts } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { CheckBytes, judgedBytes, type JudgedSources } from './check-bytes.tsx';
import { checkTitle, CheckSentence, checkVerdict, countVerdicts } from './check-words.tsx';
import { useStanding } from './use-standing.ts';

const List = styled('div')({ containerType: 'inline-size' });
const Advice = styled(Prose)({ ...type.small, padding: `${rem(6)} 0` });
/** What was asked, beside what was found: a line less for each of many. */
const Asked = styled('span')({ ...type.small, fontWeight: 400, color: look.ink2 });
const Fold = styled('button')({
  ...type.body,
  display: 'flex',
  alignItems: 'center',
  gap: rem(6),
  width: '100%',
  minHeight: rem(32),
  border: 0,
  borderBottom: `1px solid ${look.line}`,
  padding: 0,
  background: 'none',
  textAlign: 'left',
  cursor: 'pointer',
  '&:hover': { background: look.hover },
  svg: { flex: 'none' },
  '.what': { flex: 'none' },
  '.titles': {
    ...type.small,
    flex: '1 1 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: look.ink3,
  },
  '&[data-verdict="pass"] > :is(svg:first-of-type, .what)': { color: look.pass.text },
});

interface ChecksPartProps {
  readonly requestId: string;
  readonly sources: JudgedSources;
}

/** What the checks say: the worst word and the counts, what fails and warns, and the rest folded. */
export function ChecksPart({ requestId, sources }: ChecksPartProps): ReactNode {
  const t = useT();
  const { data, error, refetch } = useStanding(requestId);
  return (
    <Section
      title={t('requests.checks')}
      aside={
        data === undefined || error !== null ? undefined : (
          <>
            <VerdictChip verdict={data.worst} />
            <VerdictCounts counts={countVerdicts(data.results)} />
          </>
        )
      }
    >
      {error !== null ? (
        <FaultNote fault={error.fault} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingState what={t('requests.theChecks')} />
      ) : (
        <Checks standing={data} sources={sources} />
      )}
    </Section>
  );
}

function Checks(props: { readonly standing: RequestStanding; readonly sources: JudgedSources }): ReactNode {
  const t = useT();
  const { results, enforced } = props.standing;
  const [shown, setShown] = useState<string>();
  const rows = (wanted: CheckView['verdict']): readonly ReactNode[] =>
    results.flatMap((result, index) => {
      if (result.verdict !== wanted) return [];
      const key = `${result.code} ${result.reason} ${result.bytes?.from ?? ''} ${index}`;
      return [
        <CheckRow
          key={key}
          result={result}
          sources={props.sources}
          open={shown === key}
          onToggle={() => setShown(shown === key ? undefined : key)}
        />,
      ];
    });
  return (
    <>
      <Advice>{t(enforced ? 'requests.checksEnforced' : 'requests.checksAdvice')}</Advice>
      {results.length === 0 ? <Prose>{t('requests.noChecks')}</Prose> : null}
      <List>
        {rows('fail')}
        {rows('warn')}
        {(['pass', 'not-applicable'] as const).map((verdict) => {
          const folded = results.filter((one) => one.verdict === verdict);
          return folded.length === 0 ? null : (
            <Folded key={verdict} verdict={verdict} results={folded}>
              {rows(verdict)}
            </Folded>
          );
        })}
      </List>
    </>
  );
}

interface FoldedProps {
  readonly verdict: 'pass' | 'not-applicable';
  readonly results: readonly CheckView[];
  readonly children: ReactNode;
}

/** What needs no attention, in one line that opens. */
function Folded({ verdict, results, children }: FoldedProps): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const tone = toneOf[checkVerdict(verdict)];
  const titles = [...new Set(results.map((result) => checkTitle(t, result)))];
  return (
    <>
      <Fold type="button" aria-expanded={open} data-verdict={verdict} onClick={() => setOpen(!open)}>
        <Icon name={tone.icon} size={14} />
        <span className="what">{t(`requests.checks_${verdict}`, { count: results.length })}</span>
        <span className="titles" aria-hidden>
          {open ? '' : titles.join(' · ')}
        </span>
        <Icon name={open ? 'chevron-up' : 'chevron-down'} size={14} />
      </Fold>
      {open ? children : null}
    </>
  );
}

interface CheckRowProps {
  readonly result: CheckView;
  readonly sources: JudgedSources;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function CheckRow({ result, sources, open, onToggle }: CheckRowProps): ReactNode {
  const t = useT();
  const row = useRef<HTMLDivElement>(null);
  const { bytes } = result;
  const source = judgedBytes(sources, bytes);
  const title = checkTitle(t, result);
  return (
    <div ref={row}>
      <Finding
        finding={{
          verdict: checkVerdict(result.verdict),
          sentence: (
            <>
              <CheckSentence result={result} />{' '}
              <Asked>{bytes === undefined ? title : `${title} · ${t(`requests.judged_${bytes.of}`)}`}</Asked>
            </>
          ),
          code: `${result.code} · ${result.reason}`,
          ...(bytes === undefined ? {} : { bytes: { start: bytes.from, end: bytes.to } }),
        }}
        onShowBytes={source === undefined ? undefined : onToggle}
      />
      {open && source !== undefined && bytes !== undefined ? (
        <CheckBytes
          source={source}
          range={bytes}
          onClose={() => {
            row.current?.querySelector('button')?.focus();
            onToggle();
          }}
        />
      ) : null}
    </div>
  );
}
