import { useState, type ReactNode } from 'react';
import type { OcpiObject } from '../../../shared/contract/ocpi-objects.ts';
import type { ObjectRow } from '../../../shared/contract/platform-rows.ts';
import type { PartyClaim } from '../../../shared/domain/party-claim.ts';
import { useT } from '../../locales/language.tsx';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { CdrMeterPart, CdrPricePart, CdrVerdicts, PART_IDS, QuotePart, SignedPart } from '../signatures/index.ts';
import type { PagedModule } from './data-columns.tsx';
import { Deviation } from './deviation.tsx';
import { LinksPart } from './links-part.tsx';
import { ObjectParts } from './object-parts.tsx';
import { OriginalPart } from './original-part.tsx';
import { licenceOf, OtherFieldsPart } from './other-fields-part.tsx';
import { RevealDialog } from './reveal-dialog.tsx';
import { VersionsPart } from './versions-part.tsx';
import { utcText } from '../../ui/format/date-text.ts';
import { decimalWords } from './decimal-words.ts';

/** One object: what it says, what deviates in it, what it belongs to, and its JSON as it came. */
export function ObjectPage({ module, rowId }: { readonly module: PagedModule; readonly rowId: number }): ReactNode {
  const t = useT();
  const [isAsking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<readonly Fact[]>([]);
  const ref = { module, rowId };
  const shown = useCoreQuery('platforms', ['platformData.object', module, rowId], (core) =>
    core.platformData.object(ref),
  );
  const title = t(`platformData.title_${module}`);
  if (shown.error !== null) {
    return (
      <>
        <PageHead title={title} />
        <PageBody>
          <FaultNote fault={shown.error.fault} onRetry={() => void shown.refetch()} />
        </PageBody>
      </>
    );
  }
  if (shown.data === undefined) return <LoadingState what={t('platformData.the_object')} />;
  const { row, findings, moreFindings, links, receivedAt, url, version, versions } = shown.data;
  const isPersonal = module === 'sessions' || module === 'cdrs' || module === 'tokens';
  return (
    <>
      <PageHead
        title={<SafeText text={row.id} />}
        facts={
          <SafeText text={t('platformData.received', { at: utcText(new Date(receivedAt), true), url, version })} />
        }
        actions={
          isPersonal ? (
            <Button icon="eye" onClick={() => setAsking(true)}>
              {t('platformData.reveal')}
            </Button>
          ) : undefined
        }
      />
      <PageBody>
        {revealed.length === 0 ? null : (
          <Section title={t('platformData.revealed')}>
            <Facts facts={revealed} />
          </Section>
        )}
        {module === 'cdrs' ? <CdrVerdicts rowId={rowId} /> : null}
        <Section title={t('platformData.facts')}>
          <Facts
            facts={[...factsOf(t, row), ...partyFact(t, shown.data.party), ...licenceFact(t, shown.data.object)]}
            lines
            wide
          />
        </Section>
        {module === 'cdrs' ? <CdrReasons rowId={rowId} /> : null}
        {module === 'tariffs' ? <QuotePart rowId={rowId} /> : null}
        {module === 'cdrs' ? null : <SignedPart module={module} rowId={rowId} />}
        {shown.data.object === undefined ? null : (
          <>
            <ObjectParts object={shown.data.object} row={row} history={shown.data.statusHistory} />
            <OtherFieldsPart object={shown.data.object} version={version} />
          </>
        )}
        <Section title={t('platformData.findings')}>
          {findings.length === 0 ? (
            <p>{t('platformData.noFindings')}</p>
          ) : (
            findings.map((one) => <Deviation key={`${one.code} ${one.path}`} finding={one} />)
          )}
          {moreFindings === 0 ? null : <p>{t('platformData.moreFindings', { count: moreFindings })}</p>}
        </Section>
        <LinksPart links={links} row={row} />
        <VersionsPart {...ref} receivedAt={receivedAt} versions={versions} />
        <OriginalPart {...ref} receivedAt={receivedAt} versions={versions} />
      </PageBody>
      {isAsking ? (
        <RevealDialog
          module={module}
          rowId={rowId}
          onClose={() => setAsking(false)}
          onRevealed={(facts) => {
            setRevealed(facts);
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
}

/** Why the three verdicts above are what they are. */
function CdrReasons({ rowId }: { readonly rowId: number }): ReactNode {
  return (
    <>
      <CdrPricePart rowId={rowId} id={PART_IDS.price} />
      <div id={PART_IDS.meter}>
        <CdrMeterPart rowId={rowId} />
      </div>
      <SignedPart module="cdrs" rowId={rowId} id={PART_IDS.party} />
    </>
  );
}

/** A platform may claim any party: where it comes from, and whether the platform has named it among its own. */
function partyFact(t: Translate, party: PartyClaim | undefined): readonly Fact[] {
  if (party === undefined) return [];
  const { source, standing } = party;
  const value = `${t(`platformData.partySource_${source}`)}; ${t(`platformData.partyStanding_${standing}`)}`;
  return [{ label: t('platformData.partyFrom'), value }];
}

function licenceFact(t: Translate, object: OcpiObject | undefined): readonly Fact[] {
  const licence = object === undefined ? undefined : licenceOf(object);
  return licence === undefined ? [] : [{ label: t('platformData.licence'), value: <SafeText text={licence} /> }];
}

/** Facts in the order of the row; what nobody stated is not listed, the original has it all. */
function factsOf(t: Translate, row: ObjectRow): readonly Fact[] {
  const hidden = new Set(['rowId', 'connectionId', 'module', 'findings', 'worst']);
  return Object.entries(row).flatMap(([name, value]): readonly Fact[] => {
    const key = `platformData.col_${name}`;
    if (hidden.has(name) || value === undefined || !isTextKey(key)) return [];
    return [{ label: formatText(t.language, key), value: value === null ? null : factOf(t, name, value) }];
  });
}

const DECIMALS = new Set(['kwh', 'cost', 'hours']);
const TIMES = new Set(['lastUpdated', 'startedAt', 'endedAt', 'validFrom', 'validTo', 'startsAt']);

function factOf(t: Translate, name: string, value: unknown): ReactNode {
  if (TIMES.has(name) && typeof value === 'string') return <UtcDate date={new Date(value)} />;
  if (DECIMALS.has(name) && typeof value === 'string') return <SafeText text={decimalWords(t.locale, value)} />;
  const state = `platformData.state_${typeof value === 'string' ? value : ''}`;
  if (name === 'state' && isTextKey(state)) return formatText(t.language, state);
  return <SafeText text={words(t, value)} />;
}

function words(t: Translate, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'platformData.yes' : 'platformData.no');
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ') || '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
