import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/**
 * Inside `unit.run(…, async (trx) => …)` every awaited expression has to mention the transaction: a query of it, or a
 * function that is given it. What this cannot see, the unit's own watch stops at run time.
 */
function strayAwaits(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const strays: string[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isUnitRun(node.expression)) {
      const work = node.arguments[1];
      if (work !== undefined && (ts.isArrowFunction(work) || ts.isFunctionExpression(work))) inspect(work);
    }
    ts.forEachChild(node, visit);
  };

  const inspect = (work: ts.ArrowFunction | ts.FunctionExpression): void => {
    const trx = work.parameters[0]?.name.getText();
    const look = (node: ts.Node): void => {
      const awaited = ts.isAwaitExpression(node)
        ? node.expression
        : node === work.body && ts.isCallExpression(node) && !isResult(node)
          ? node
          : undefined;
      if (awaited !== undefined && (trx === undefined || !mentions(awaited, trx))) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        strays.push(`${file}:${line + 1}: ${awaited.getText().slice(0, 60)}`);
      }
      ts.forEachChild(node, look);
    };
    look(work.body);
  };

  visit(source);
  return strays;
}

function isUnitRun(callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) && callee.name.text === 'run' && /unit$/i.test(callee.expression.getText())
  );
}

/** `ok(…)`, `fail(…)` and `Promise.resolve(…)` await nothing. */
function isResult(node: ts.Expression): boolean {
  return /^(ok|fail|Promise\.resolve|Promise\.reject)\(/.test(node.getText());
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node) && node.text === name) return true;
  return ts.forEachChild(node, (child) => mentions(child, name)) ?? false;
}

test('a wait for anything but the transaction is found, and a query is not', () => {
  const text = `
    unit.run(what, async (trx, entry) => {
      await trx.selectFrom('a').execute();
      await find(trx, 1);
      await token.sign(bytes);
      return ok(1);
    });
    deps.unit.run(what, async (trx) => change(trx));
    this.unit.run(what, () => askTheNetwork());
    other.run(what, async () => { await fine(); });`;
  expect(strayAwaits('x.ts', text)).toEqual(['x.ts:5: token.sign(bytes)', 'x.ts:9: askTheNetwork()']);
});

test('no unit of work in core awaits anything but its transaction', () => {
  const root = 'src-main/core';
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const strays = files.flatMap((name) => strayAwaits(join(root, name), readFileSync(join(root, name), 'utf8')));
  expect(strays).toEqual([]);
});
