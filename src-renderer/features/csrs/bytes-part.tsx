import { styled } from '@mui/material/styles';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { FieldView, SpecFinding } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import { ByteView, type ByteField } from '../../ui/byte-view.tsx';
import { Findings, type FindingData } from '../../ui/finding.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FindingSentence, findingVerdict } from '../keys/index.ts';
import { FieldTree } from '../decoded/index.ts';

const Stack = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(10),
  minHeight: 0,
  flex: '1 1 auto',
  '& > [role="listbox"]': { flex: '1 1 auto' },
});

interface BytesPartProps {
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly fields: readonly FieldView[];
  readonly findings: readonly SpecFinding[];
  /** Rows of bytes before they scroll. */
  readonly rows: number;
}

/** Decoded fields and the bytes they come from, tied both ways, with what was found about them. */
export function BytesPart({ label, bytes, fields, findings, rows }: BytesPartProps): ReactNode {
  const t = useT();
  const [activeId, setActiveId] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const byteFields = useMemo(
    () => fields.map(({ id, name, start, end }): ByteField => ({ id, label: name, start, end })),
    [fields],
  );
  const active = fields.find((field) => field.id === activeId);
  const lit = active === undefined ? undefined : { start: active.start, end: active.end };
  const toBytes = (): void => view.current?.querySelector<HTMLElement>('[role="application"]')?.focus();
  const shown = useMemo(
    () =>
      findings.map((finding): FindingData => {
        const field = fieldOf(fields, finding.path);
        return {
          verdict: findingVerdict(finding),
          sentence: <FindingSentence finding={finding} />,
          ...(field === undefined ? {} : { reason: field.name, bytes: field }),
          code: finding.code,
        };
      }),
    [findings, fields],
  );

  return (
    <Stack>
      <FieldTree
        ref={tree}
        label={t('csrs.fieldsOf', { what: label })}
        fields={fields}
        activeId={activeId}
        onActive={(field) => setActiveId(field.id)}
        onOpen={toBytes}
      />
      <div
        ref={view}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          tree.current?.focus();
        }}
      >
        <ByteView
          label={label}
          bytes={bytes}
          fields={byteFields}
          lit={lit}
          rows={rows}
          onField={(field) => setActiveId(field?.id)}
        />
      </div>
      {shown.length === 0 ? null : (
        <Findings
          findings={shown}
          onShowBytes={(start, end) => {
            setActiveId(fields.find((field) => field.start === start && field.end === end)?.id);
            toBytes();
          }}
        />
      )}
    </Stack>
  );
}

/** Core names the field that a finding is about; the longest name that fits is the nearest. */
function fieldOf(fields: readonly FieldView[], path: string): FieldView | undefined {
  return path === '' ? undefined : fields.find((field) => field.id === path);
}
