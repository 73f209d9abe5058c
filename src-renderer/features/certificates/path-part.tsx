import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { PathCheck, PathVerdict } from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey, formatText } from '../../locales/translate.ts';
import { Button } from '../../ui/button.tsx';
import { utcText } from '../../ui/format/date-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { toneOf, type Verdict } from '../../ui/tone.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';

const List = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: `${rem(8)} 0`,
  '& > li': { display: 'grid', gridTemplateColumns: `${rem(20)} minmax(0, 1fr)`, gap: rem(12), paddingBottom: rem(10) },
  '.name': { fontWeight: 600, overflowWrap: 'anywhere' },
  '.checks': { ...type.small, color: look.ink2 },
  ul: { listStyle: 'none', margin: 0, padding: 0 },
  'ul > li': { display: 'flex', alignItems: 'baseline', gap: rem(6), overflowWrap: 'anywhere' },
  'ul svg': { flex: 'none', alignSelf: 'center' },
  code: { ...type.monoSmall, color: look.ink3 },
  '[data-verdict="fail"] > svg': { color: look.fail.text },
  '[data-verdict="pass"] > svg': { color: look.pass.text },
  '[data-verdict="warn"] > svg': { color: look.warn.text },
  '[data-verdict="unknown"] > svg': { color: look.ink3 },
});

const WHOLE: Readonly<Record<PathVerdict['verdict'], Verdict>> = { valid: 'pass', invalid: 'fail', unknown: 'unknown' };

/** A check in the window's language where it has words for the code, else in core's English. */
export function CheckText({ check }: { readonly check: PathCheck }): ReactNode {
  const t = useT();
  const key = `certificates.path_${check.code}`;
  return <SafeText text={isTextKey(key) ? formatText(t.language, key, spoken(check.values)) : check.message} />;
}

/** Moments as everywhere in the window. */
function spoken(values: PathCheck['values'] = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(value) ? utcText(new Date(value)) : value,
    ]),
  );
}

/** The way to a trust anchor, each link with its verdict and the reasons of what failed or is unknown. */
export function PathPart({ path, of }: { readonly path: PathVerdict; readonly of?: string }): ReactNode {
  const t = useT();
  const [all, setAll] = useState(false);
  const links = [...path.path.keys()].reverse();
  const anchorless = path.path.every(({ anchor }) => anchor === null);
  const loose = path.checks.filter((check) => check.certificate >= path.path.length);
  return (
    <Section
      title={of === undefined ? t('certificates.path') : t('certificates.pathOf', { of })}
      aside={
        <>
          <VerdictChip verdict={WHOLE[path.verdict]} word={t(`certificates.pathVerdict_${path.verdict}`)} />
          <span>{t('certificates.after', { time: utcText(new Date(path.at)) })}</span>
        </>
      }
    >
      <List>
        {anchorless ? (
          <li data-verdict="unknown">
            <Icon name={toneOf.unknown.icon} size={16} />
            <span>{t('certificates.noAnchor')}</span>
          </li>
        ) : null}
        {links.map((at) => {
          const link = path.path[at];
          const checks = path.checks.filter((check) => check.certificate === at);
          const verdict = checks.some((check) => check.verdict === 'fail')
            ? 'fail'
            : checks.some((check) => check.verdict === 'unknown')
              ? 'unknown'
              : 'pass';
          const told = all ? checks : checks.filter((check) => check.verdict !== 'pass');
          return link === undefined ? null : (
            <li key={link.sha256} data-verdict={verdict}>
              <Icon name={toneOf[verdict].icon} size={16} />
              <div>
                <div className="name">
                  <SafeText text={link.subject === '' ? link.sha256 : link.subject} />
                </div>
                <div className="checks">
                  {link.anchor === null ? null : <>{t('certificates.isAnchor', { name: link.anchor })} · </>}
                  {t('certificates.checksPassed', { count: checks.filter((check) => check.verdict === 'pass').length })}
                  <ul>
                    {told.map((check, index) => (
                      <li key={index} data-verdict={check.verdict}>
                        <Icon name={toneOf[check.verdict].icon} size={13} />
                        <span>
                          <CheckText check={check} /> <code>{check.code}</code>
                        </span>
                      </li>
                    ))}
                  </ul>
                </div>
              </div>
            </li>
          );
        })}
        {loose.map((check, index) => (
          <li key={index} data-verdict={check.verdict}>
            <Icon name={toneOf[check.verdict].icon} size={16} />
            <CheckText check={check} />
          </li>
        ))}
      </List>
      <Button small kind="text" onClick={() => setAll(!all)}>
        {t(all ? 'certificates.fewerChecks' : 'certificates.allChecks')}
      </Button>
    </Section>
  );
}
