/** The part of `findingsScript` about sources that are others where they are watched, or after a while: `watches(node, add)`, `bombs(tree, add)`. */
export const watchesScript = `
import re
RUNNER_VARIABLE = re.compile(r'^(PYTEST_[A-Z_]+|COV_CORE_[A-Z_]+|COVERAGE_RUN|COVERAGE_PROCESS_START|NODE_TEST_CONTEXT|VITEST|TOX_ENV_NAME)$')
RUNNER_WORD = re.compile(r'(^|[^a-z])(tests?|pytest|unittest|andon|verif[a-z]*|clean-?room|bwrap|coverage)([^a-z]|$)', re.I)
PLACES = {'sys.argv', 'sys.orig_argv', 'os.getcwd', 'inspect.stack', 'traceback.extract_stack', 'traceback.format_stack', 'sys._getframe'}
SAME = 'behave the same in tests and in service'
START = ('time.time', 'time.monotonic', 'time.perf_counter', 'monotonic', 'perf_counter', 'datetime.now', 'datetime.datetime.now', 'datetime.utcnow')


def spelled(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str): return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = spelled(node.left), spelled(node.right)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'join' and node.args and isinstance(node.args[0], (ast.List, ast.Tuple)):
        parts = [spelled(one) for one in node.args[0].elts]
        glue = spelled(node.func.value)
        return None if glue is None or None in parts else glue.join(parts)
    return None


def about(node, wanted):
    return any(dotted(one).replace('[]', '') in wanted for one in ast.walk(node) if isinstance(one, (ast.Attribute, ast.Name, ast.Subscript)))


def watches(node, add):
    word = spelled(node)
    if word is not None and RUNNER_VARIABLE.match(word):
        add(node, 'tampering', 'the source looks whether it is being tested (' + word + ')', SAME)
    if isinstance(node, (ast.Attribute, ast.Call)) and dotted(node if isinstance(node, ast.Attribute) else node.func) in ('sys.gettrace', 'sys.getprofile', 'threading.gettrace') and isinstance(node, ast.Call):
        add(node, 'tampering', 'the source looks whether it is being traced', SAME)
    if isinstance(node, ast.Compare) and any(isinstance(op, (ast.In, ast.NotIn, ast.Eq)) for op in node.ops):
        if about(node, PLACES | {'__file__'}) and any(isinstance(one, str) and RUNNER_WORD.search(one) and not one.startswith('--') for one in literals(node)):
            add(node, 'tampering', 'the source looks through its arguments, path or stack for who runs it', SAME)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ('startswith', 'endswith', 'find', 'search', 'match', 'count'):
        if about(node, PLACES | {'__file__'}) and any(isinstance(one, str) and RUNNER_WORD.search(one) and not one.startswith('--') for one in literals(*node.args)):
            add(node, 'tampering', 'the source looks through its arguments, path or stack for who runs it', SAME)


def bombs(tree, add):
    started, release, limits = set(), set(), set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if isinstance(node.value, ast.Call) and dotted(node.value.func) in START: started.add(node.targets[0].id)
            if number(node.value) is not None: limits.add(node.targets[0].id)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and 'ANDON_RELEASE' in literals(node.value): release.add(node.targets[0].id)
    for node in ast.walk(tree):
        if isinstance(node, (ast.If, ast.IfExp, ast.While)):
            shown = set(names(*(node.body if isinstance(node.body, list) else [node.body]))) & release
            by = 'ANDON_RELEASE' in literals(node.test) or set(names(node.test)) & release
            told = 'ANDON_RELEASE' in literals(*(node.body if isinstance(node.body, list) else [node.body]))
            if by and not shown and not told: add(node, 'tampering', 'the source decides by ANDON_RELEASE', 'behave the same in verification and in service')
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) and 'ANDON_RELEASE' in literals(*node.values[:-1]):
            add(node, 'tampering', 'the source decides by ANDON_RELEASE', 'behave the same in verification and in service')
        if isinstance(node, ast.If): holds_for_a_time(node, started, add)
    for node in tree.body:
        later = [one for one in ast.walk(node) if isinstance(one, ast.Call) and last(one) == 'Timer'] if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) else []
        for one in later:
            if set(names(*one.args)) & {'_exit', 'exit', 'kill', 'abort', 'quit'}: add(one, 'work', 'the service ends itself after a while', 'let it run until it is told to end (SIGTERM)')


def holds_for_a_time(node, started, add):
    refuses = any(isinstance(one, ast.Raise) for one in ast.walk(node)) or any(re.fullmatch('4[0-9][0-9]', one) for one in literals(*node.body))
    for one in ast.walk(node.test):
        if not (refuses and isinstance(one, ast.Compare) and isinstance(one.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE))): continue
        clock = any(isinstance(part, ast.Call) and dotted(part.func) in START for part in ast.walk(one))
        if clock and set(names(one)) & started: add(one, 'work', 'a rule holds only for a time after the start', 'let it hold as long as the service runs')
        bound = number(one.comparators[0])
        state = dotted(one.left).startswith('self.') or (isinstance(one.left, ast.Name) and one.left.id.lower() in ('served', 'requests', 'counter', 'calls'))
        if bound is not None and bound >= 20 and state and isinstance(one.ops[0], (ast.Lt, ast.LtE)) and isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And):
            add(one, 'work', 'refuses only while ' + plain(one), 'let the rule hold for every request')
`;
