import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { PartnerChange } from '../../../shared/contract/partners.ts';
import { confirmationWays } from '../../../shared/domain/partners.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { IdChip } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type, visuallyHidden } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { chipOf } from './partner-words.ts';

const List = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: {
    display: 'grid',
    gridTemplateColumns: `minmax(${rem(90)}, ${rem(150)}) minmax(0, 1fr)`,
    gap: rem(10),
    padding: `${rem(2)} 0`,
  },
  '.field': { ...type.small, color: look.ink3, paddingTop: rem(2) },
  '.values': { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  '.arrow': { color: look.ink3, padding: `0 ${rem(6)}` },
  del: { color: look.ink2 },
  ins: { textDecoration: 'none', color: look.diff, background: look.diffTint, padding: `0 ${rem(3)}` },
  '.hidden': visuallyHidden,
  'ins:has([role="img"])': { background: 'none', padding: 0 },
});

/** A hub has thousands of ids: no more are drawn at once than a person reads. */
const FEW = 40;
const MORE = 200;

/** Old and new of each field: what goes is struck, what comes is marked, and both are said. */
export function ChangesList({ changes }: { readonly changes: readonly PartnerChange[] }): ReactNode {
  const t = useT();
  const [shown, setShown] = useState(FEW);
  return (
    <List>
      {changes.slice(0, shown).map(({ field, entry, before, after }, index) => (
        <li key={index}>
          <span className="field">{t(`partners.field_${field}`)}</span>
          <span className="values">
            {field === 'confirmation' ? <IdOf entry={entry} /> : null}
            {before === null ? null : (
              <del>
                <span className="hidden">{t('partners.before')}: </span>
                <Value field={field} entry={entry} text={before} />
              </del>
            )}
            {before === null || after === null ? null : (
              <span className="arrow" aria-hidden>
                →
              </span>
            )}
            {after === null ? null : (
              <ins>
                <span className="hidden">{t('partners.after')}: </span>
                <Value field={field} entry={entry} text={after} />
              </ins>
            )}
          </span>
        </li>
      ))}
      {changes.length > shown ? (
        <li>
          <Button kind="text" small onClick={() => setShown((now) => now + MORE)}>
            {t('partners.moreChanges', { count: changes.length - shown })}
          </Button>
        </li>
      ) : null}
    </List>
  );
}

/** An entry of the list of ids: `sub-cpo DE*GEF`. */
const ID_ENTRY = /^(party|sub-cpo|sub-emsp) (.+)$/su;
const KINDS = ['party', 'sub-cpo', 'sub-emsp'] as const;

function IdOf({ entry }: { readonly entry: string | undefined }): ReactNode {
  const [, word, id = ''] = ID_ENTRY.exec(entry ?? '') ?? [];
  const kind = KINDS.find((one) => one === word);
  if (kind === undefined) return null;
  return (
    <>
      <IdChip {...chipOf({ kind, id })} />{' '}
    </>
  );
}

function Value(props: {
  readonly field: PartnerChange['field'];
  readonly entry: string | undefined;
  readonly text: string;
}): ReactNode {
  const { field, entry, text } = props;
  if (field === 'id') {
    const [word = ''] = (entry ?? '').split(' ', 1);
    return <IdOf entry={`${word} ${text}`} />;
  }
  if (field === 'confirmation') return <ConfirmationText text={text} />;
  // As core writes a contact; parts that are empty say nothing.
  const parts = field === 'contact' ? text.split(' | ').filter((part) => part !== '') : [text];
  return <SafeText text={parts.join(', ')} />;
}

/** `phone, 2026-…, ada: note` as core writes it, with the way in words. */
function ConfirmationText({ text }: { readonly text: string }): ReactNode {
  const t = useT();
  const how = confirmationWays.find((one) => text.startsWith(`${one}, `));
  return <SafeText text={how === undefined ? text : `${t(`partners.how_${how}`)}${text.slice(how.length)}`} />;
}
