"""An end point is there, under its method and path: as a file of a router by files, or as a literal of one that is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Reason, Site, Verdict
from verifier.reading.clause import Clause, Form
from verifier.reading.clause import Endpoint as Told
from verifier.repository.kinds import is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .route_calls import CallRoute, CallRoutes
from .route_files import METHODS, FileRoute, answers, file_routes, segments, serves

_METHOD = re.compile(rf"\b(?:{'|'.join(METHODS)})\b")
# Whatever else may answer to a path: servers of their own, rewrites, proxies.
_OTHER_SERVERS = re.compile(
    r"\bexpress\(\)|\bfastify\b|@Controller\b|\bFastAPI\(|\bFlask\(|\burlpatterns\b|new Hono\b|new Koa\b|\brewrites\b|http\.HandleFunc"
    r"|createProxyMiddleware|createServer\(|\btRPC\b|Rails\.application|@RestController|\bMapGet\("
)
_WORDED = re.compile(
    rf"\b(?P<method>{'|'.join(METHODS)})\s+(?:end ?point|route|handler|request|method)\s+(?:at|on|for|under|to)\s+"
    r"(?P<path>/[\w\-./{}:<>\[\]]+)"
)
_SAID = re.compile(r"\b(?:end ?points?|routes?|apis?|returns?|responds|serves|answers|handlers?)\b", re.I)
_LARGEST = 1_000_000
# What is called may be served by another: "`load()` calls `GET /rows`", "External calls: `GET /rows`".
_CALLED = re.compile(
    r"\b(?:calls?|called|calling|fetch(?:es|ed)?|polls?|hits?|requests|queries|consumes?|posts\s+to|sends|external|upstream)\b", re.I
)
_ABSENT = re.compile(r"\b(?:no|not|missing|lacks?|without|removed|deleted|dropped|deprecated)\b", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    method: str
    path: str


class Endpoint(Lookup[Target]):
    """ "`GET /api/messages`", "| DELETE | `/api/messages/[id]` |"."""

    name = "endpoint"
    kinds = ("endpoint",)
    summary = "A route of that method and path is there; refuted where files alone make the routes, or where that very path answers others."
    vocabulary = "endpoint route api method path get post put patch delete list count return @number"
    examples = (
        Example(
            "routes of files",
            "# API endpoints\n\n- `GET /api/rows` - list\n- `DELETE /api/rows` - all\n- `GET /api/rows/count?of=<name>` - count\n"
            "- `POST /api/rows/{key}/open`\n- `GET /repos/me`\n\n| Method | Path |\n|---|---|\n| GET | `/api/rows/[key]/open` |\n",
            {
                "app/api/rows/route.ts": "export async function GET() { return Response.json({}) }\n",
                "app/(own)/api/rows/[id]/open/route.ts": "export const POST = handle;\n",
            },
            (
                Expect("endpoint", Verdict.HOLDS, 3),
                Expect("endpoint", Verdict.REFUTED, 4),
                Expect("endpoint", Verdict.REFUTED, 5),
                Expect("endpoint", Verdict.HOLDS, 6),
                Expect("endpoint", Verdict.UNVERIFIABLE, 7),
                Expect("endpoint", Verdict.REFUTED, 11),
            ),
        ),
        Example(
            "routes in code",
            "- `GET /rows/{id}` returns one\n- `POST /rows`\n- `PUT /rows`\n- `GET /api/v1/boxes`\n"
            "- `GET /rows/total`\n- `GET /rows/shown`\n",
            {"a.py": "app = FastAPI()\n\n@app.get('/rows/{key}')\ndef one(): ...\n\n"
                "@app.route('/rows', methods=['POST'])\ndef add(): ...\n\n"
                "router = APIRouter(prefix='/api/v1')\n\n@router.get('/boxes')\ndef boxes(): ...\n"
                "total = found.get('total')\nshown = client.get('/rows/shown')\n"},
            (
                Expect("endpoint", Verdict.HOLDS, 1),
                Expect("endpoint", Verdict.HOLDS, 2),
                Expect("endpoint", Verdict.REFUTED, 3, observed="/rows answers POST, not PUT"),
                Expect("endpoint", Verdict.HOLDS, 4),
                Expect("endpoint", Verdict.UNVERIFIABLE, 5),
                Expect("endpoint", Verdict.UNVERIFIABLE, 6),
            ),
        ),
        Example(
            "routers inside one another",
            "- `GET /v1/shops`\n- `POST /v1/shops`\n- `PUT /v1/shops/{id}/open`\n- `POST /v1/shops/:id/open`\n- `DELETE /v1/shops/{id}`\n"
            "- `POST /v1/shops/{id}/close`\n- `GET /v2/shops`\n",
            {"main.py": "app = FastAPI()\napp.include_router(shops.router, prefix='/v1')\n",
             "shops.py": "router = APIRouter(prefix='/shops')\n\n@router.get('')\ndef every(): ...\n\n@router.put('/{shop_id}/open')\n"
                "def opened(): ...\n\n@router.api_route('/{shop_id}/close')\ndef closed(): ...\n"},
            (
                Expect("endpoint", Verdict.HOLDS, 1),
                Expect("endpoint", Verdict.UNVERIFIABLE, 2),
                Expect("endpoint", Verdict.HOLDS, 3),
                Expect("endpoint", Verdict.REFUTED, 4),
                Expect("endpoint", Verdict.UNVERIFIABLE, 5),
                Expect("endpoint", Verdict.HOLDS, 6),
                Expect("endpoint", Verdict.UNVERIFIABLE, 7),
            ),
        ),
        Example(
            "of a class",
            "- `GET /api/Shop`\n- `PUT /api/Shop/{id}`\n- `GET /cats`\n- `DELETE /api/Shop`\n",
            {"Controllers/ShopController.cs": '[ApiController]\n[Route("api/[controller]")]\n[Authorize]\n'
                "public class ShopController : ControllerBase {\n    [HttpGet]\n    public Task All() {}\n\n"
                '    [HttpPut("{id}")]\n    public Task Put() {}\n}\n',
             "cats.ts": "@Controller('cats')\nexport class Cats {\n  @Get()\n  all() {}\n}\n"},
            (
                Expect("endpoint", Verdict.HOLDS, 1),
                Expect("endpoint", Verdict.HOLDS, 2),
                Expect("endpoint", Verdict.HOLDS, 3),
                Expect("endpoint", Verdict.REFUTED, 4, observed="/api/Shop answers GET, not DELETE"),
            ),
        ),
        Example(
            "in words",
            "There is a POST endpoint at /rows. There is a DELETE endpoint at `/rows`.\n",
            {"a.py": "app = FastAPI()\n\n@app.post('/rows')\ndef add(): ...\n"},
            (Expect("endpoint", Verdict.HOLDS, 1, "POST /rows"), Expect("endpoint", Verdict.REFUTED, 1, "DELETE /rows")),
        ),
        Example(
            "routers in files of their own",
            "- `GET /api/moons/health` is there\n- `POST /api/moons/turn/:id` is there\n",
            {
                "app.js": "const app = express();\napp.use('/api/moons', moons);\napp.use('/api/lids', lids);\napp.get('/health', up);\n"
                    "app.use('/api/moons/turn', turns);\n",
                "lids.js": "const r = Router();\nr.post('/:key', open);\n",
                "moons.js": "const r = Router();\nr.get('/health', up);\n",
                "turns.js": "const r = Router();\nr.post('/:id', turn);\n",
            },
            (
                Expect("endpoint", Verdict.HOLDS, 1, observed=".get('/health', up);"),
                Expect("endpoint", Verdict.HOLDS, 2, observed=".post('/:id', turn);"),
            ),
        ),
        Example(
            "called, and answered elsewhere",
            "- `load()` calls `GET /api/rows/all`\n- The `GET /api/rows` endpoint lives in `b.js`\n"
            "- The `GET /api/rows` endpoint lives in `a.js`\n",
            {"a.js": "const app = express();\napp.get('/api/rows', f);\n", "b.js": "const x = 1;\n"},
            (Expect("endpoint", Verdict.UNVERIFIABLE, 2), Expect("endpoint", Verdict.HOLDS, 3)),
        ),
        Example("wishes and denials", "- Add `GET /api/rows`\n- There is no `GET /api/rows` endpoint\n", {"app/api/x/route.ts": ""}, ()),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge or _ABSENT.search(clause.text) or _CALLED.search(clause.in_full):
            return
        yield from self._worded(clause)
        for mention in clause.own(Told):
            method = mention.value.method.upper() or _method_beside(clause, mention.text)
            path = mention.value.path
            if (
                not (method or _SAID.search(clause.in_full))
                or not path.startswith("/")
                or not segments(path)
                or re.search(r"[*,\s]", re.sub(r"<[^<>]*>", "", path))
            ):
                continue
            yield self.claim(
                clause, Target(method, path), subject=f"{method} {path}".strip(), claimed="there", span=mention.span, text=mention.text
            )

    def _worded(self, clause: Clause) -> Iterator[Claim[Target]]:
        """ "There is a DELETE endpoint at /rows/{id}": the method and the path apart."""
        for match in _WORDED.finditer(clause.text):
            path = match["path"].rstrip("./")
            if segments(path):
                span = clause.words.span(*match.span())
                told = f"{match['method']} {path}"
                yield self.claim(clause, Target(match["method"], path), subject=told, claimed="there", span=span, text=match[0])

    def is_closed(self, claim: Claim[Target]) -> bool:
        """That a route is there is only strengthened by what more is said of it."""
        return False

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols, wanted = claim.target, Symbols.of(code.facts), segments(claim.target.path)
        routes = [route for route in file_routes(code.index.entries) if not is_vendored(route.path)]
        met = [(serves(route, wanted), route) for route in routes]
        others = []
        for so, route in met:
            if so is not True:
                continue
            text = symbols.read(route.path).decode("utf-8", "replace")
            answered = answers(route, target.method, text)
            if answered:
                shown = search("-nE", target.method or "export", within=arguments(route.path))
                return answer(True, f"{route.path} answers it", [_site(route, target.method, text)], reproduce=shown, subject=claim.subject)
            others.append((answered, route))
        calls = CallRoutes.of(code.facts)
        named = {path for text in claim.hints.paths for path in code.index.resolve(text).matches if path in code.index.entries}
        if named and any(route.answers(target.method) for route in calls.serving(wanted) if route.site.path not in named):
            inside = [route for route in calls.serving(wanted) if route.answers(target.method) and route.site.path in named]
            if not inside:
                return blocked(Reason.AMBIGUOUS, f"it is answered elsewhere than in {', '.join(sorted(named)[:3])}", claim.subject)
        if declared := _nearest([route for route in calls.serving(wanted) if route.answers(target.method)], wanted):
            site = declared.site
            return answer(True, site.code, [site], reproduce=search("-nF", target.path), subject=claim.subject)
        if any(answered is None for answered, _ in others) or any(so is None for so, _ in met):
            return blocked(Reason.AMBIGUOUS, "a route with a parameter, or a handler of any method, may answer it", claim.subject)
        if target.method and not others and (other := calls.only_otherwise(wanted, target.method)):
            told = f"{target.path} answers {' and '.join(sorted(other.methods))}, not {target.method}"
            shown = search("-nF", other.site.code, within=arguments(other.site.path))
            return answer(False, told, [other.site], complete=symbols.complete, subject=claim.subject, reproduce=shown)
        if not target.method or not routes or wanted[0] not in {route.parts[0] for route in routes if route.parts} or _others(symbols):
            return blocked(Reason.NOT_PROVABLE, "no route of that path was recognised; routes may be made in other ways", claim.subject)
        if others:
            route = others[0][1]
            told = f"{route.path} does not export {target.method}"
            return answer(
                False, told, [Site(route.path)], complete=symbols.complete, subject=claim.subject,
                reproduce=f"grep -nE 'export' {arguments(route.path)}",
            )  # fmt: skip
        told = f"no file makes the route {target.path}"
        return answer(
            False,
            told,
            complete=symbols.complete,
            subject=claim.subject,
            reproduce=f"find . -path {arguments('*' + '/'.join(_fixed(wanted)) + '*')}",
        )


def _nearest(routes: list[CallRoute], wanted: tuple[str, ...]) -> CallRoute | None:
    """The route of which most is spelled out, in the file that is called most like the path; none where only a parameter fits."""

    def told(route: CallRoute) -> tuple[int, int]:
        named = sum(len(part) > 2 and part.lower().removesuffix("s") in route.site.path.lower() for part in wanted)
        return sum(part != "*" for part in route.parts), named

    best = max(routes, key=told, default=None)
    return best if best is not None and (not best.parts or any(told(best))) else None


def _method_beside(clause: Clause, path: str) -> str:
    """The method in the row, or right before the path."""
    if clause.form is Form.CELL:
        cell = next((cell.text.plain.strip(" `*") for cell in clause.context.row if cell.text.plain.strip(" `*") in METHODS), "")
        if cell:
            return cell
    named = _METHOD.findall(clause.text.partition(path)[0])
    return named[-1] if len(named) == 1 else ""


def _fixed(wanted: tuple[str, ...]) -> tuple[str, ...]:
    return wanted[: wanted.index("*")] if "*" in wanted else wanted


def _site(route: FileRoute, method: str, text: str) -> Site:
    """The line of a route's file that exports the method."""
    for number, line in enumerate(text.splitlines(), 1):
        if method and re.search(rf"\b{method}\b", line):
            return Site(route.path, method, line.strip()[:160], number, number)
    return Site(route.path, method, "", 1, 1)


def _others(symbols: Symbols) -> bool:
    """Whether something else than files may make routes here."""
    return any(_OTHER_SERVERS.search(data.decode("utf-8", "replace")) for _, data in symbols.contents() if len(data) < _LARGEST)
