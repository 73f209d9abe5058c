import { checkTitles } from '../../../../shared/texts/check-titles.ts';
import { evidenceSentences } from '../../../../shared/texts/evidence-sentences.ts';
import { htmlText } from '../../../../shared/domain/html-text.ts';
import type { DecisionReport } from './decision-report.ts';

const titles: ReadonlyMap<string, string> = new Map(Object.entries(checkTitles));

const STYLE = `
:root{color-scheme:light}
body{font:14px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:52rem;padding:2rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:1.75rem 0 .5rem;border-bottom:1px solid #bbb}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2rem .75rem .2rem 0}
tbody tr+tr td,tbody tr+tr th{border-top:1px solid #e5e5e5}th{font-weight:600;white-space:nowrap}
code,.hex{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}td{overflow-wrap:anywhere}
.warn,.not-checked{color:#7a4b00}.fail,.broken{color:#a30000;font-weight:600}
@page{margin:18mm}@media print{body{padding:0;max-width:none;font-size:11px}h2{break-after:avoid}tr{break-inside:avoid}}
`.trim();

type Row = readonly [name: string, value: string, kind?: 'hex'];

function facts(rows: readonly Row[]): string {
  const lines = rows
    .filter(([, value]) => value !== '')
    .map(
      ([name, value, kind]) =>
        `<tr><th scope="row">${htmlText(name)}</th><td${kind ? ` class="${kind}"` : ''}>${htmlText(value)}</td></tr>`,
    );
  return `<table><tbody>${lines.join('')}</tbody></table>`;
}

function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  classOf?: (row: readonly string[]) => string,
): string {
  if (rows.length === 0) return '<p>None.</p>';
  const head = heads.map((name) => `<th scope="col">${htmlText(name)}</th>`).join('');
  const body = rows.map((row) => {
    const kind = classOf?.(row) ?? '';
    return `<tr${kind === '' ? '' : ` class="${htmlText(kind)}"`}>${row.map((cell) => `<td>${htmlText(cell)}</td>`).join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** One page without scripts, pictures or links: it can be opened, printed and kept anywhere. */
export function reportHtml(report: DecisionReport): string {
  const { request, certificate, rejection, decision, decidedAt } = report;
  const word = decision === 'issued' ? 'Certificate issued' : 'Request rejected';
  const title = `${word}: ${request.keyGroupId || request.subject}`;
  const parts = [
    `<h1>${htmlText(title)}</h1>`,
    `<p>Decided ${htmlText(decidedAt)} in workspace ${htmlText(report.workspaceName)}${report.singleOperator ? '. <strong>The only operator decided alone.</strong>' : '.'}</p>`,
    section(
      'Request',
      facts([
        ['Subject', request.subject],
        ['Key group', request.keyGroupId],
        ['Speaks for', request.ids.join(' ')],
        ['Partner', report.partner],
        ['Key', request.algorithm],
        ['Received', `${request.receivedAt} by ${request.receivedBy} from ${request.source}`],
        ['SHA-256', request.sha256, 'hex'],
        ['Key SHA-256', request.spkiGroups.join(' ') || request.spkiSha256, 'hex'],
      ]),
    ),
    ...(certificate === undefined
      ? []
      : [
          section(
            'Certificate',
            facts([
              ['Subject', certificate.subject],
              ['Issuer', certificate.issuer],
              ['Serial number', certificate.serialNumber, 'hex'],
              ['Valid', `${certificate.notBefore} to ${certificate.notAfter}`],
              ['SHA-256', certificate.sha256, 'hex'],
              ['To-be-signed SHA-256', certificate.tbsSha256, 'hex'],
            ]),
          ),
          section(
            'Differences between request and certificate',
            table(
              ['What', 'Request', 'Certificate'],
              report.differences.map((one) => [one.name, one.request, one.certificate]),
            ),
          ),
        ]),
    ...(rejection === undefined
      ? []
      : [
          section(
            'Rejection',
            facts([
              ['Reason', rejection.reason],
              ['Note', rejection.note],
              ['Signed', rejection.signed ? 'by an operator' : 'by nobody'],
            ]),
          ),
        ]),
    section(
      'Who vouched',
      table(
        ['Who', 'When', 'How'],
        report.confirmations.map(({ by, at, contact }) => [by, at, contact]),
      ),
    ),
    section(
      'Who decided',
      table(
        ['Operator', 'Vote', 'When', 'Counted'],
        report.votes.map(({ name, decision: vote, at, counted }) => [name, vote, at, counted ? 'yes' : 'no']),
      ),
    ),
    section(
      'Checks',
      table(
        ['Check', 'Verdict', 'Finding'],
        report.checks.map(({ code, verdict, sentence }) => [
          titles.get(`title_${code}`) ?? code,
          verdict,
          verdict === 'not-applicable' ? '' : sentence,
        ]),
        ([, verdict = '']) => verdict,
      ),
    ),
    section(
      'What stands behind this',
      table(
        ['Claim', 'Verdict', 'Why'],
        report.lines.map(({ claim, verdict, reason }) => [claim, verdict.replace('-', ' '), evidenceSentences[reason]]),
        ([, verdict = '']) => verdict.replace(' ', '-'),
      ),
    ),
    facts([
      ['Workspace', report.workspace, 'hex'],
      ['Roster genesis', report.rosterGenesis, 'hex'],
      ['Policy SHA-256', report.policySha256, 'hex'],
      ['Written', report.writtenAt],
    ]),
    '<p>This page proves nothing by itself: the file of evidence does.</p>',
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${htmlText(title)}</title><style>${STYLE}</style></head><body>`,
    ...parts,
    '</body></html>',
    '',
  ].join('\n');
}

function section(name: string, body: string): string {
  return `<h2>${htmlText(name)}</h2>${body}`;
}
