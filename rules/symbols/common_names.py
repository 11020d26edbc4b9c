"""Names that belong to languages and their standard libraries: using them says nothing about what the repository defines."""

from __future__ import annotations

import builtins
import sys

_JAVASCRIPT = """
Array ArrayBuffer BigInt Boolean DataView Date Error EvalError Float32Array Float64Array Function Infinity Int16Array Int32Array
Int8Array Intl JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String
Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array WeakMap WeakRef WeakSet globalThis undefined parseInt
parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape setTimeout clearTimeout setInterval
clearInterval setImmediate queueMicrotask requestAnimationFrame cancelAnimationFrame requestIdleCallback structuredClone fetch alert
confirm prompt console window document navigator location history localStorage sessionStorage indexedDB crypto performance atob btoa
addEventListener removeEventListener dispatchEvent postMessage matchMedia getComputedStyle innerHTML outerHTML textContent innerText
dangerouslySetInnerHTML className classList onClick onChange onSubmit AbortController AbortSignal Blob File FileReader FormData Headers
Request Response URL URLSearchParams WebSocket Worker SharedWorker ServiceWorker MessageChannel BroadcastChannel EventSource EventTarget
CustomEvent XMLHttpRequest IntersectionObserver MutationObserver ResizeObserver PerformanceObserver TextEncoder TextDecoder
MediaRecorder MediaStream AudioContext Notification Audio Image Event KeyboardEvent MouseEvent HTMLElement HTMLInputElement Element Node
NodeList require module exports process Buffer __dirname __filename global eval async await then catch finally map filter reduce forEach
find some every slice splice push pop shift join split replace trim toString toFixed toLowerCase toUpperCase includes indexOf startsWith
endsWith keys values entries assign freeze hasOwnProperty stringify parse useState useEffect useContext useReducer useCallback useMemo
useRef useImperativeHandle useLayoutEffect useDebugValue useDeferredValue useTransition useId useSyncExternalStore useInsertionEffect
useActionState useFormStatus useOptimistic createContext forwardRef lazy memo Suspense Fragment StrictMode ErrorBoundary createElement
createRef createRoot createPortal cloneElement PureComponent componentDidMount componentDidCatch componentWillUnmount
getDerivedStateFromError getServerSideProps getStaticProps getStaticPaths generateStaticParams generateMetadata useRouter usePathname
useSearchParams useParams useNavigate useLocation Record Partial Required Readonly Pick Omit Exclude Extract NonNullable ReturnType
Parameters Awaited InstanceType ReadonlyArray ReactNode ReactElement describe it test expect beforeEach afterEach beforeAll afterAll
"""
_OTHERS = """
None True False self cls this super null nil true false void int float str string bool boolean bytes bytearray char double long short
byte object any unknown never number dict list tuple set frozenset map vector Optional Union Any Dict List Tuple Callable Iterable
Iterator Sequence Mapping Literal TypedDict Protocol Generic TypeVar Annotated Final ClassVar NamedTuple Awaitable Coroutine
AsyncIterator Enum IntEnum StrEnum dataclass dataclasses property staticmethod classmethod abstractmethod ABC contextmanager lru_cache
cached_property wraps partial defaultdict Counter OrderedDict deque datetime timedelta date time Decimal UUID Path Lock RLock Semaphore
Event Queue Thread NullPointerException IllegalArgumentException IllegalStateException RuntimeException IOException ClassCastException
IndexOutOfBoundsException ConcurrentModificationException InterruptedException StackOverflowError OutOfMemoryError String Integer Long
Double Float Boolean Object Exception panic unwrap expect clone println printf sprintf malloc calloc realloc free memcpy strcpy strcat
gets scanf main init toString equals hashCode __init__ __main__ __name__ __str__ __repr__ __eq__ __hash__ __enter__ __exit__ __aenter__
__aexit__ __call__ __iter__ __next__ __all__ __file__ __doc__ __dict__ __getattr__ __setattr__ __len__ __new__ __del__ __slots__
constructor Select Insert Update Delete SELECT INSERT UPDATE DELETE
"""
COMMON = frozenset(dir(builtins)) | frozenset(_JAVASCRIPT.split()) | frozenset(_OTHERS.split())

MODULES = frozenset(sys.stdlib_module_names) | frozenset(
    """
    console window document process Math JSON Object Array Promise Number String Date Symbol Reflect Intl navigator location history
    localStorage sessionStorage crypto performance React ReactDOM Vue angular jQuery lodash axios express fs path os http https url
    util stream events child_process cluster zlib np numpy pd pandas plt tf torch nn sklearn scipy sp sns cv2 requests flask django
    fastapi sqlalchemy sa celery redis pydantic pytest jest vi cy typing t app_commands prisma mongoose sequelize knex z yup joi zod
    chart d3 three THREE moment dayjs dotenv bcrypt jwt jsonwebtoken passport fmt errors context sync net ioutil bufio bytes strings
    strconv sort regexp reflect atomic std serde tokio rand System Thread Arrays Collections Collectors self this cls super req res
    request response ctx e err error event import meta torch.nn
    """.split()
) - {
    "code",
    "site",
    "types",
    "test",
    "queue",
    "token",
    "profile",
    "email",
    "calendar",
    "statistics",
    "signal",
    "secrets",
    "select",
    "platform",
}
"""First parts of dotted names that are modules, objects of a platform, or well-known libraries and their usual aliases."""
