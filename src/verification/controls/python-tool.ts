/**
 * Reads Python files as syntax trees and never runs them. Argument: a file with a JSON order
 * `{ "stub": { path: mode }, "mutate": { path: [lines] | null }, "out": path }`; the answer is written to `out`.
 * Run by `python3 -I -S`, so that nothing of the service is imported.
 */
export const pythonTool = `import ast, json, sys

order = json.load(open(sys.argv[1], encoding="utf-8"))
LOADING = "__import__('builtins').__dict__.get('_andon_loading', 0) > 0"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def statements(text):
    return ast.parse(text).body


def leading(body, future):
    at = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant) and isinstance(body[0].value.value, str):
        at = 1
    while future and at < len(body) and isinstance(body[at], ast.ImportFrom) and body[at].module == "__future__":
        at += 1
    return at


class Stub(ast.NodeTransformer):
    def __init__(self, mode):
        self.mode = mode
        self.count = 0

    def function(self, node):
        self.generic_visit(node)
        self.count += 1
        end = "raise RuntimeError('Andon replaced the implementation')" if self.mode == "throw" else "return"
        at = leading(node.body, False)
        node.body[at:at] = statements("if not (%s):\\n    %s" % (LOADING, end))
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def visit_Lambda(self, node):
        self.generic_visit(node)
        self.count += 1
        other = "None" if self.mode == "nothing" else "(_ for _ in ()).throw(RuntimeError('Andon replaced the implementation'))"
        choice = ast.parse("(0) if %s else %s" % (LOADING, other), mode="eval").body
        choice.body = node.body
        node.body = choice
        return node


def stub(text, mode):
    tree = ast.parse(text)
    worker = Stub(mode)
    tree = worker.visit(tree)
    if worker.count == 0:
        return None
    at = leading(tree.body, True)
    enter = "if __name__ != '__main__': __import__('builtins')._andon_loading = __import__('builtins').__dict__.get('_andon_loading', 0) + 1"
    leave = "if __name__ != '__main__': __import__('builtins')._andon_loading = max(0, __import__('builtins').__dict__.get('_andon_loading', 0) - 1)"
    # An import that ends with an error must not keep the others working, so what was entered is left in any case.
    rest = tree.body[at:]
    guarded = statements("try:\\n    pass\\nfinally:\\n    %s" % leave)
    guarded[0].body = rest or guarded[0].body
    tree.body[at:] = statements(enter) + guarded
    return ast.unparse(ast.fix_missing_locations(tree)) + "\\n"


COMPARE = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in"}
ARITHMETIC = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
QUIET = ("log", "logger", "logging", "print", "warn", "warning", "debug", "info", "_log", "LOG", "LOGGER")


def root(node):
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def quiet(call):
    names = [root(call.func)]
    node = call.func
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return any(name in QUIET for name in names)


class Mutants:
    def __init__(self, text, lines):
        self.data = text.encode("utf-8")
        self.starts = [0]
        for line in self.data.split(b"\\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.lines = None if lines is None else set(lines)
        self.found = []

    def place(self, node):
        return (self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset)

    def source(self, node):
        start, end = self.place(node)
        return self.data[start:end].decode("utf-8")

    def add(self, node, text, strong):
        if self.lines is not None and node.lineno not in self.lines:
            return
        start, end = self.place(node)
        changed = self.data[:start] + text.encode("utf-8") + self.data[end:]
        if changed == self.data:
            return
        try:
            ast.parse(changed)
        except (SyntaxError, ValueError):
            return
        row = node.lineno - 1
        line = lambda data: data.split(b"\\n")[row].decode("utf-8").strip()
        self.found.append({"line": node.lineno, "from": start, "to": end, "text": text, "strong": strong, "before": line(self.data), "after": line(changed)})

    def condition(self, node):
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.add(node, "(" + self.source(node.operand) + ")", True)
        elif not isinstance(node, ast.Constant):
            self.add(node, "(not (" + self.source(node) + "))", True)

    def visit(self, node, in_function):
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Raise, ast.Assert)):
            return
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and root(node.test.left) == "__name__":
            return
        if isinstance(node, ast.Call) and quiet(node):
            return
        if isinstance(node, FUNCTIONS):
            if node.name == "main":
                return
            for child in node.body[leading(node.body, False):]:
                self.visit(child, True)
            return
        if isinstance(node, ast.Lambda):
            self.visit(node.body, in_function)
            return
        if isinstance(node, ast.ClassDef):
            for child in node.body:
                if isinstance(child, FUNCTIONS + (ast.ClassDef,)):
                    self.visit(child, False)
            return
        if in_function:
            self.mutate(node)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.expr_context):
                self.visit(child, in_function)

    def mutate(self, node):
        if isinstance(node, (ast.If, ast.While, ast.IfExp)):
            if not isinstance(node, ast.While):
                self.condition(node.test)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            sign = COMPARE.get(type(node.ops[0]))
            if sign:
                strong = not isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE))
                self.add(node, "%s %s %s" % (self.source(node.left), sign, self.source(node.comparators[0])), strong)
        elif isinstance(node, ast.BoolOp):
            sign = " or " if isinstance(node.op, ast.And) else " and "
            self.add(node, "(" + sign.join("(" + self.source(value) + ")" for value in node.values) + ")", False)
        elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            texts = [side for side in (node.left, node.right) if isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))]
            if not texts:
                self.add(node, "((%s) %s (%s))" % (self.source(node.left), ARITHMETIC[type(node.op)], self.source(node.right)), True)
        elif isinstance(node, ast.Return) and node.value is not None:
            self.returned(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and not quiet(node.value):
            self.add(node, "pass", True)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Await) and isinstance(node.value.value, ast.Call) and not quiet(node.value.value):
            self.add(node, "pass", True)

    def returned(self, value):
        if isinstance(value, ast.Constant):
            if value.value is None:
                return
            if isinstance(value.value, bool):
                self.add(value, repr(not value.value), True)
            elif isinstance(value.value, (int, float)):
                self.add(value, repr(value.value + 1), True)
            elif isinstance(value.value, str):
                self.add(value, repr("andon"), True)
            return
        self.add(value, "None", True)


def mutants(text, lines):
    found = Mutants(text, lines)
    for node in ast.parse(text).body:
        found.visit(node, False)
    return found.found


answer = {"stubs": {}, "mutants": {}}
for kind, field in (("stub", "stubs"), ("mutate", "mutants")):
    for path, how in order.get(kind, {}).items():
        try:
            text = open(path, encoding="utf-8", newline="").read()
            answer[field][path] = stub(text, how) if kind == "stub" else mutants(text, how)
        except (OSError, SyntaxError, ValueError, RecursionError):
            answer[field][path] = None
with open(order["out"], "w", encoding="utf-8") as out:
    json.dump(answer, out)
`;
