import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import type { PlainKey } from '../locales/translate.ts';
import { Icon, type IconName } from './icon.tsx';
import { SafeText } from './safe-text.tsx';
import { look, MONO, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

/** The three kinds of ids; shape, icon and separator differ before colour does. */
export type IdKind = 'party' | 'subCpo' | 'subEmsp';

export interface TypedId {
  readonly kind: IdKind;
  readonly value: string;
}

const KIND: Readonly<Record<IdKind, { readonly icon: IconName; readonly word: PlainKey }>> = {
  party: { icon: 'building-2', word: 'ui.party' },
  subCpo: { icon: 'ev-charger', word: 'ui.subCpo' },
  subEmsp: { icon: 'id-card', word: 'ui.subEmsp' },
};

/** Static, with a rule per kind: lists draw many of these. */
const Chip = styled('span')({
  ...type.small,
  '--oc-id-edge': look.ink2,
  display: 'inline-flex',
  alignItems: 'center',
  minHeight: rem(tokens.size.chip),
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.chip - 1,
  background: look.surface,
  color: look.ink,
  whiteSpace: 'nowrap',
  verticalAlign: 'top',
  flex: 'none',
  overflow: 'hidden',
  '.kind': {
    alignSelf: 'stretch',
    display: 'inline-flex',
    alignItems: 'center',
    padding: `0 ${rem(3)}`,
    color: look.ink2,
  },
  '.value': { fontFamily: MONO, fontWeight: 600, padding: `0 ${rem(6)} 0 ${rem(3)}` },
  '.separator': { color: look.accent },
  '.word': { color: look.ink3, paddingRight: rem(8), marginLeft: rem(-1) },
  '&[data-added]': { '--oc-id-edge': look.diff, border: `1px dashed ${look.diff}`, background: look.diffTint },
  '&[data-kind="party"] .kind': { background: 'var(--oc-id-edge)', color: look.surface },
  '&[data-kind="party"] .value': { paddingLeft: rem(6) },
  '&[data-kind="subCpo"]': { borderLeft: '3px solid var(--oc-id-edge)' },
  '&[data-kind="subEmsp"]': { borderRadius: rem(tokens.size.chip) },
  '&[data-kind="subEmsp"] .kind': { paddingLeft: rem(6) },
  '&[data-kind="subEmsp"] .value': { paddingRight: rem(8) },
});

interface IdChipProps extends TypedId {
  /** Shows the kind's word beside the id (details); in lists it is the accessible name only. */
  readonly showKind?: boolean;
  readonly added?: boolean;
}

/** A party, sub-CPO or sub-EMSP id as it was written; the separator stands out so that look-alikes show. */
export function IdChip({ kind, value, showKind = false, added = false }: IdChipProps): ReactNode {
  const t = useT();
  const word = t(KIND[kind].word);
  const parts = value.split(/([*-])/u);
  return (
    <Chip
      data-kind={kind}
      data-added={added || undefined}
      role="img"
      aria-label={`${word} ${value}${added ? `, ${t('ui.idAdded')}` : ''}`}
    >
      <span className="kind">
        <Icon name={KIND[kind].icon} size={13} />
      </span>
      <span className="value">
        {parts.map((part, index) =>
          index % 2 === 1 ? (
            <span key={index} className="separator">
              {part}
            </span>
          ) : (
            <SafeText key={index} text={part} />
          ),
        )}
      </span>
      {showKind ? <span className="word">{word}</span> : null}
    </Chip>
  );
}

const List = styled('span')({
  display: 'inline-flex',
  gap: rem(4),
  alignItems: 'center',
  '&[data-wrap]': { flexWrap: 'wrap', gap: rem(6) },
  '.more': { color: look.ink3 },
});

/** Several ids; `limit` shortens the list to the first few and `+n` (lists only, never where a decision is taken). */
export function IdChips(props: {
  readonly ids: readonly TypedId[];
  readonly limit?: number;
  readonly showKind?: boolean;
}): ReactNode {
  const t = useT();
  const shown = props.limit === undefined ? props.ids : props.ids.slice(0, props.limit);
  const hidden = props.ids.slice(shown.length);
  return (
    <List data-wrap={props.limit === undefined || undefined}>
      {shown.map((id, index) => (
        // A hostile document may have an id twice.
        <IdChip key={`${id.kind} ${id.value} ${index}`} {...id} showKind={props.showKind ?? false} />
      ))}
      {hidden.length > 0 ? (
        <span className="more" title={hidden.map((id) => id.value).join(', ')}>
          {t('ui.moreIds', { count: hidden.length })}
        </span>
      ) : null}
    </List>
  );
}
