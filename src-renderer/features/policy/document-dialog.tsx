import type { ReactNode } from 'react';
import { policyRules, ruleValues } from '../../../shared/domain/policy-rules.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import {
  PARTNER_IDS,
  partnerIdChanges,
  type RegisteredIdOf,
  scopeOfDocument,
} from '../../../shared/domain/documents.ts';
import { ok } from '../../../shared/util/result.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { ChangeLines } from './change-lines.tsx';
import { IdRows, Ids } from './id-rows.tsx';

interface DocumentDialogProps {
  readonly document: string;
  readonly sha256: string;
  readonly onClose: () => void;
}

/** What a document says that somebody is to vote on: its text, and for a policy what it changes. */
export function DocumentDialog({ document, sha256, onClose }: DocumentDialogProps): ReactNode {
  const t = useT();
  const stored = useCoreQuery('operators', ['documents.text', document, sha256], (core) =>
    core.documents.text({ document, sha256 }),
  );
  const text = stored.data?.text;
  return (
    <Dialog
      open
      width="wide"
      title={t('policies.documentTitle', { document })}
      onClose={onClose}
      actions={
        <Button autoFocus onClick={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      {stored.error === null ? null : <FaultNote fault={stored.error.fault} />}
      {text === undefined ? (
        stored.error === null ? (
          <LoadingState what={document} />
        ) : null
      ) : (
        <>
          <Prose as="div">
            {t('policies.sha256')} <Fingerprint hex={sha256} copy={t('policies.sha256')} />
          </Prose>
          {scopeOfDocument(document) === undefined || text === 'null' ? null : (
            <PolicyChanges document={document} text={text} />
          )}
          {document === PARTNER_IDS ? <IdChanges text={text} /> : null}
          <TextField mono readOnly lines={14} label={document} value={indented(text)} onChange={() => undefined} />
        </>
      )}
    </Dialog>
  );
}

function PolicyChanges({ document, text }: { readonly document: string; readonly text: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery('operators', ['policy.compare', document, text], async (core) => {
    const wanted = await core.policy.read({ text });
    const now = await core.policy.show({ document });
    if (!wanted.ok) return wanted;
    return now.ok ? ok({ before: now.value.policy, after: wanted.value.policy }) : now;
  });
  if (query.error !== null) return <FaultNote fault={query.error.fault} />;
  if (query.data === undefined) return null;
  const [before, after] = [ruleValues(query.data.before), ruleValues(query.data.after)];
  const changes = policyRules.flatMap(({ rule }) => {
    const [was, is] = [canonicalJson(before.get(rule) ?? null), canonicalJson(after.get(rule) ?? null)];
    return was === is ? [] : [{ rule, before: was, after: is }];
  });
  return changes.length === 0 ? (
    <Prose>{t('policies.documentSame')}</Prose>
  ) : (
    <>
      <Prose>{t('policies.documentChanges')}</Prose>
      <ChangeLines changes={changes} />
    </>
  );
}

/** Which ids come in and go out. The texts are core's own, made of its registry. */
function IdChanges({ text }: { readonly text: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery('operators', ['documents.text', PARTNER_IDS, 'current'], async (core) => {
    const now = await core.documents.text({ document: PARTNER_IDS });
    return now.ok || now.error.code !== 'DOCUMENT_VERSION_NOT_FOUND' ? now : ok({ text: '[]' });
  });
  if (query.error !== null) return <FaultNote fault={query.error.fault} />;
  if (query.data === undefined) return null;
  const { added, removed } = partnerIdChanges(idsIn(query.data.text), idsIn(text));
  return (
    <>
      <Prose>{t('policies.documentChanges')}</Prose>
      <IdRows>
        <Ids rows={added.slice(0, MOST_IDS)} word={t('policies.idsAdded')} verdict="info" />
        <Ids rows={removed.slice(0, MOST_IDS)} word={t('policies.idsRemoved')} verdict="warn" />
      </IdRows>
    </>
  );
}

const MOST_IDS = 500;

function idsIn(text: string): readonly RegisteredIdOf[] {
  const rows = JSON.parse(text) as readonly (readonly [string, RegisteredIdOf['kind'], string])[]; // as core wrote it
  return rows.map(([partnerId, kind, id]) => ({ partnerId, kind, id }));
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
