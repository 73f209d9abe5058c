import { styled } from '@mui/material/styles';
import { useEffect, useId, useRef, type ReactNode, type Ref } from 'react';
import type { DecodedField } from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import { hexOffset } from '../../ui/format/byte-range.ts';
import { handleRowKey } from '../../ui/row-keys.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { focusRingInset, look, MONO, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';

const Root = styled('div')({
  outline: 'none',
  overflow: 'auto',
  minHeight: rem(120),
  borderBottom: `1px solid ${look.line}`,
  '.field': {
    display: 'grid',
    gridTemplateColumns: `minmax(0, 1fr) ${rem(56)} ${rem(52)}`,
    gap: rem(8),
    alignItems: 'baseline',
    padding: `${rem(3)} ${rem(8)}`,
    borderBottom: `1px solid ${look.line}`,
    cursor: 'default',
    '&:last-of-type': { borderBottom: 0 },
    '&:hover': { background: look.hover },
  },
  '.field[data-chosen]': { background: look.lit, boxShadow: `inset 3px 0 ${look.accent}`, color: look.ink },
  '&:focus-visible .field[data-chosen]': focusRingInset,
  '&:focus-visible[data-none]': focusRingInset,
  '.name': { fontWeight: 600, marginRight: rem(8) },
  '[data-deep] .name': { fontWeight: 400 },
  '.what': { overflowWrap: 'anywhere', minWidth: 0 },
  '.what[data-mono] .value': { ...type.mono },
  '.value': { color: look.ink2 },
  '[data-chosen] .value, [data-chosen] .place': { color: look.ink2 },
  '.place': { fontFamily: MONO, fontSize: rem(12), color: look.ink3, textAlign: 'right', whiteSpace: 'nowrap' },
  '@media (forced-colors: active)': { '.field[data-chosen]': { outline: '2px solid Highlight' } },
});

interface FieldTreeProps {
  readonly label: string;
  readonly fields: readonly DecodedField[];
  readonly activeId: string | undefined;
  readonly onActive: (field: DecodedField) => void;
  /** Enter: to the bytes of the field. */
  readonly onOpen: () => void;
  readonly ref?: Ref<HTMLDivElement>;
}

/** The decoded fields in the order of their bytes, indented by depth; choosing one lights its bytes. */
export function FieldTree({ label, fields, activeId, onActive, onOpen, ref }: FieldTreeProps): ReactNode {
  const t = useT();
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const active = fields.findIndex((field) => field.id === activeId);
  const top = Math.min(...fields.map(({ depth }) => depth));

  useEffect(() => {
    if (active >= 0) root.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (index: number): void => {
    const field = fields[index];
    if (field !== undefined) onActive(field);
  };
  return (
    <Root
      ref={(element) => {
        root.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
      data-none={active < 0 || undefined}
      onKeyDown={(event) => handleRowKey(event, { count: fields.length, active, page: 10, onActive: choose, onOpen })}
    >
      {fields.map((field, index) => (
        <div
          key={`${field.id} ${index}`}
          id={`${id}-${index}`}
          className="field"
          role="option"
          aria-selected={index === active}
          data-at={index}
          data-chosen={index === active || undefined}
          data-deep={field.depth - top > 1 || undefined}
          onClick={() => choose(index)}
        >
          <span className="what" style={{ paddingLeft: rem(Math.max(0, field.depth - top) * 14) }}>
            <span className="name">
              <SafeText text={field.name} />
            </span>
            {field.known ? null : <StateWord verdict="unknown" word={t('csrs.unknownField')} />}{' '}
            <span className="value">
              <SafeText text={field.value} />
            </span>
          </span>
          <span className="place">@ {hexOffset(field.start)}</span>
          <span className="place">{t('csrs.byteCount', { bytes: field.end - field.start })}</span>
        </div>
      ))}
    </Root>
  );
}
