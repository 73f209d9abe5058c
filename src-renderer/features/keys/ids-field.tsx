import { styled } from '@mui/material/styles';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IdChip, type IdKind, type TypedId } from '../../ui/id-chip.tsx';
import { focusRing, focusRingInset, look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { toneOf } from '../../ui/tone.ts';
import { kindOfTyping, withTyped, type ClaimsForm } from './claims-form.ts';
import { fieldFinding, findingsAt, findingVerdict } from './finding-sentence.tsx';
import { findingsOfTyping, idPath, kindOfTyped } from './id-typing.ts';

const Box = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: `${rem(4)} ${rem(6)}`,
  minHeight: rem(56),
  maxHeight: rem(232),
  overflow: 'auto',
  padding: `${rem(5)} ${rem(8)}`,
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  cursor: 'text',
  '&:has(input:focus)': { ...focusRingInset, borderColor: look.focus },
  '&[data-invalid]': { borderColor: look.fail.line },
  '.chip': {
    font: 'inherit',
    display: 'inline-flex',
    alignItems: 'center',
    gap: rem(2),
    minHeight: rem(24),
    padding: 0,
    border: 0,
    background: 'none',
    color: look.ink3,
    cursor: 'pointer',
    borderRadius: tokens.radius.chip,
    '&:hover': { color: look.danger },
    '&:focus-visible': focusRing,
  },
  '.chip[data-verdict="fail"]': { outline: `2px solid ${look.fail.line}`, outlineOffset: 1 },
  '.chip[data-verdict="warn"]': { outline: `2px solid ${look.warn.line}`, outlineOffset: 1 },
  '.chip:focus-visible': focusRing,
  input: {
    ...type.mono,
    flex: '1 1 8rem',
    minWidth: rem(96),
    minHeight: rem(24),
    border: 0,
    outline: 'none',
    padding: 0,
    background: 'transparent',
    color: look.ink,
  },
  select: {
    ...type.small,
    minHeight: rem(24),
    border: 0,
    background: 'transparent',
    color: look.ink3,
    cursor: 'pointer',
    marginLeft: 'auto',
    borderRadius: tokens.radius.chip,
    '&:focus-visible': focusRing,
  },
  option: { background: look.raised, color: look.ink },
});

const KINDS: readonly IdKind[] = ['party', 'subCpo', 'subEmsp'];
const KIND_WORD = { party: 'ui.party', subCpo: 'ui.subCpo', subEmsp: 'ui.subEmsp' } as const;

interface IdsFieldProps {
  readonly label: string;
  readonly form: ClaimsForm;
  readonly onChange: (change: (form: ClaimsForm) => ClaimsForm) => void;
  /** Of the ids that are in already, by path (`ids.partyIds.0`), and of the whole (`ids`). */
  readonly findings: readonly SpecFinding[];
}

/**
 * Party, sub-CPO and sub-EMSP ids as chips. What is typed goes into the list its form belongs to, unless another kind is
 * chosen; Enter, blank or comma takes it, Backspace brings the last one back, arrows walk the chips, Delete removes one.
 */
export function IdsField({ label, form, onChange, findings }: IdsFieldProps): ReactNode {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { ids, typing, typingKind } = form;
  const taking = kindOfTyping(form);
  const replace = (at: number, value: string): void =>
    onChange((before) => ({
      ...before,
      ids: before.ids.map((id, index) => (index === at ? { ...id, value } : id)),
    }));
  const remove = (at: number): void =>
    onChange((before) => ({ ...before, ids: before.ids.filter((_, index) => index !== at) }));
  const chipAt = (at: number): HTMLElement | undefined =>
    box.current?.querySelectorAll<HTMLElement>('.chip')[at] ?? undefined;

  const onInputKey = (event: KeyboardEvent): void => {
    if (['Enter', ',', ';', ' '].includes(event.key) && !event.ctrlKey && typing.trim() !== '') {
      event.preventDefault();
      onChange((before) => withTyped(before));
    } else if (event.key === 'Backspace' && typing === '' && ids.length > 0) {
      event.preventDefault();
      onChange((before) => ({ ...before, ids: before.ids.slice(0, -1), typing: before.ids.at(-1)?.value ?? '' }));
    } else if (event.key === 'ArrowLeft' && typing === '') chipAt(ids.length - 1)?.focus();
  };
  const onChipKey = (event: KeyboardEvent, at: number): void => {
    if (event.key === 'ArrowLeft') chipAt(at - 1)?.focus();
    else if (event.key === 'ArrowRight') (chipAt(at + 1) ?? input.current)?.focus();
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      remove(at);
      (at > 0 ? chipAt(at - 1) : input.current)?.focus();
    }
  };

  const ofChips = ids.flatMap((_, at) =>
    findingsAt(findings, idPath(ids, at)).map((finding) => fieldFinding(t, finding, (value) => replace(at, value))),
  );
  const ofTyping = findingsOfTyping(ids, typing.trim(), taking).map((finding) => ({
    ...fieldFinding(t, finding, (value) =>
      onChange((before) =>
        before.ids.some((id) => id.value === value)
          ? { ...before, typing: '' }
          : { ...withTyped({ ...before, typingKind: taking }, value), typingKind: before.typingKind },
      ),
    ),
    word: t('keys.checkWord'),
  }));
  const ofAll = findingsAt(findings, 'ids').map((finding) => fieldFinding(t, finding));
  return (
    <FieldFrame label={label} hint={t('keys.idsHint')} findings={[...ofTyping, ...ofChips, ...ofAll]}>
      {({ id, describedBy, invalid }) => (
        <Box
          ref={box}
          data-invalid={invalid || undefined}
          onMouseDown={(event) => {
            if (event.target !== event.currentTarget) return;
            event.preventDefault();
            input.current?.focus();
          }}
        >
          {ids.map((one, at) => (
            <Chip
              key={`${one.kind} ${one.value} ${at}`}
              id={one}
              findings={findingsAt(findings, idPath(ids, at))}
              onRemove={() => {
                remove(at);
                input.current?.focus();
              }}
              onKeyDown={(event) => onChipKey(event, at)}
            />
          ))}
          <input
            ref={input}
            id={id}
            value={typing}
            maxLength={64 * 40}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            placeholder={ids.length === 0 ? t('keys.idsPlaceholder') : ''}
            onChange={(event) => {
              const text = event.target.value;
              onChange((before) => (/[\s,;]/u.test(text) ? withTyped(before, text) : { ...before, typing: text }));
            }}
            onBlur={({ relatedTarget: next }) => {
              // A click on “Use …” or on the kind still speaks of the typed id: it is taken by that, not by leaving.
              if (next instanceof Element && (next.closest('.finding') ?? next.closest('select')) !== null) return;
              onChange((before) => (before.typing.trim() === '' ? before : withTyped(before)));
            }}
            onKeyDown={onInputKey}
          />
          <select
            aria-label={t('keys.idKind')}
            value={typingKind}
            onChange={(event) => {
              const kind = KINDS.find((one) => one === event.target.value) ?? 'auto';
              onChange((before) => ({ ...before, typingKind: kind }));
            }}
          >
            <option value="auto">
              {typing === '' ? t('keys.idKindAuto') : t('keys.idKindAs', { kind: t(KIND_WORD[kindOfTyped(typing)]) })}
            </option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(KIND_WORD[kind])}
              </option>
            ))}
          </select>
        </Box>
      )}
    </FieldFrame>
  );
}

function Chip(props: {
  readonly id: TypedId;
  readonly findings: readonly SpecFinding[];
  readonly onRemove: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}): ReactNode {
  const t = useT();
  const [worst] = (['fail', 'warn'] as const).filter((level) => props.findings.some((one) => one.level === level));
  const [finding] = props.findings;
  return (
    <button
      type="button"
      className="chip"
      tabIndex={-1}
      data-verdict={worst}
      aria-label={t('keys.idRemove', { id: props.id.value })}
      title={t('keys.idRemove', { id: props.id.value })}
      onClick={props.onRemove}
      onKeyDown={props.onKeyDown}
    >
      <IdChip {...props.id} />
      {worst === undefined || finding === undefined ? null : (
        <Icon name={toneOf[findingVerdict(finding)].icon} size={13} />
      )}
      <Icon name="x" size={13} />
    </button>
  );
}
