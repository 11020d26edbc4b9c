// What the TypeScript compiler sees in the files named on standard input: one JSON line a file.
// Usage: node outline_typescript.js FOLDER_OF_TYPESCRIPT < paths
const fs = require("fs");
const ts = require(process.argv[2]);

const text = (node, source) => (node ? node.getText(source) : "");

const isFunction = (node) => Boolean(node) && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
const isAssignment = (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

function nameOf(node, source) {
  if (ts.isConstructorDeclaration(node)) return null;
  return isAssignment(node) ? node.left.name : node.name;
}

function kindOf(node) {
  if (ts.isClassDeclaration(node)) return "class";
  if (ts.isInterfaceDeclaration(node)) return "interface";
  if (ts.isEnumDeclaration(node)) return "enum";
  if (ts.isTypeAliasDeclaration(node)) return "type";
  if (ts.isFunctionDeclaration(node)) return "function";
  if (ts.isVariableDeclaration(node) && isFunction(node.initializer)) return "function";
  if (isAssignment(node) && ts.isPropertyAccessExpression(node.left) && isFunction(node.right)) return "function";
  if ((ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) && isFunction(node.initializer)) return "method";
  if (ts.isMethodDeclaration(node) || ts.isMethodSignature(node) || ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return "method";
  return "";
}

function read(path) {
  const source = ts.createSourceFile(path, fs.readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    const kind = kindOf(node);
    if (kind) {
      const callable = isFunction(node.initializer) ? node.initializer : isAssignment(node) ? node.right : node;
      const place = nameOf(node, source) || node;
      const name = ts.isConstructorDeclaration(node) ? "constructor" : place === node ? "default" : text(place, source);
      found.push({
        kind,
        name,
        line: source.getLineAndCharacterOfPosition(place.getStart(source)).line + 1,
        members: kind === "enum" ? node.members.map((member) => text(member.name, source)) : [],
        parameters: (callable.parameters || []).map((p) => [
          text(p.name, source), text(p.type, source), text(p.initializer, source), Boolean(p.dotDotDotToken), Boolean(p.questionToken || p.initializer),
        ]),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, errors: source.parseDiagnostics.length, found };
}

for (const path of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) console.log(JSON.stringify(read(path)));
