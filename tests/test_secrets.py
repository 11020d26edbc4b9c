"""What looks like a secret, and what is only named after one. None of these is a real one."""

from __future__ import annotations

import pytest

from verifier.knowledge.secrets import is_secret_name, secret_spans

HOLDS = [
    ('password = "hunter2"', "hunter2"),
    ("password = hunter2", "hunter2"),
    ('def connect(password: str = "hunter", retries=5):', "hunter"),
    ('connect(password = "hunter2 and more", retries = 5)', "hunter2 and more"),
    ('{"db": {"password": "letmein"}}', "letmein"),
    ('{"name": "DB_PASSWORD", "value": "letmein"}', "letmein"),
    ("- name: DB_PASSWORD\n  value: letmein9\n", "letmein9"),
    ('variable "db_password" {\n  default = "letmein"\n}', "letmein"),
    ("password: |\n  letmein\nport: 1", "letmein"),
    ("<password>letmein</password>", "letmein"),
    ("mysql --password letmein9 -h x", "letmein9"),
    ("ENV DB_PASSWORD letmein", "letmein"),
    ("DB_PASSWORD=letmein", "letmein"),
    ("Server=x;Password=letmein;Port=3", "letmein"),
    ("POSTGRES_PASSWORD: ${PW:-letmein}", "-letmein"),
    ("CREATE USER x IDENTIFIED BY 'letmein'", "letmein"),
    ("define('DB_PASSWORD', 'letmein')", "letmein"),
    ("set :secret_token, 'letmein'", "letmein"),
    ('SECRET_KEY = os.environ.get("SECRET_KEY", "for-development")', "for-development"),
    ('return os.environ.get("X", "fallbackS3CRET99")', "fallbackS3CRET99"),
    ('if password == "letmein":', "letmein"),
    ("PIN = 48213", "48213"),
    ('if ("letmein" == password)', "letmein"),
    ('password.equals("letmein")', "letmein"),
    ('PASSWORDS = ["letmein"]', "letmein"),
    ('passwords = {"admin": "letmein", "other": other}', "letmein"),
    ("app --password=letmein", "letmein"),
    ("-Dspring.datasource.password=letmein", "letmein"),
    ('jwt.sign(payload, "letmein")', "letmein"),
    ('requests.get(url, auth=("admin", "letmein"))', "letmein"),
    ("# the password is hunter2\n# password hunter2", None),
    ("postgresql://admin:letmein@db.example.com/x", "letmein"),
    ("curl -u admin:letmein https://example.com", "letmein"),
    ('const t: string = "aB3dE6gH9kL2mN5pQ8";', "aB3dE6gH9kL2mN5pQ8"),
    ('const token: string = "aB3dE6gH";', "aB3dE6gH"),
    ('AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzKEY"', "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzKEY"),
    ("AKIA" + "Q7WERTYUIOPASDFG", "AKIA" + "Q7WERTYUIOPASDFG"),
    ("x = ghp_" + "0123456789abcdefghijklmnopqrstuvwxyzAB", "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyzAB"),
    ("x = xoxb-" + "123456789012-abcdefGHIJ", "xoxb-" + "123456789012-abcdefGHIJ"),
    ("x = sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
    ("x = AIza" + "SyA0123456789abcdefghijklmnopqrstuvw", "AIza" + "SyA0123456789abcdefghijklmnopqrstuvw"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmN", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmN"),
    ("-----BEGIN RSA PRIVATE KEY-----\nabcdefgh\n-----END RSA PRIVATE KEY-----", "abcdefgh"),
    ("-----BEGIN PRIVATE KEY-----\nabcdefgh (cut off", None),
]  # fmt: skip

HOLDS_NONE = [
    "token_count = 5",
    "MAX_TOKENS = 4096",
    "password_min_length = 12",
    "ACCESS_TOKEN_EXPIRE_MINUTES: int = 60 * 24 * 8",
    'PASSWORD = os.environ["PASSWORD"]',
    'SECRET = os.getenv("SECRET")',
    'webhook_secret = getattr(settings, "ringcentral_webhook_secret", None)',
    "apiKey: process.env.API_KEY,",
    "password: ${{ secrets.DB_PASSWORD }}",
    "DB_PASSWORD=${DB_PASSWORD}",
    "headers = {'Authorization': f'Bearer {token}'}",
    'password = "changeme"',
    'token = "<your-token>"',
    'api_key = "your-api-key-here"',
    'password = "********"',
    "OPENAI_API_KEY=sk-XXXXXXXXXXXXXXXXXXXXXXXX",
    "def login(user: str, password: str) -> bool:",
    "password = get_password()",
    'token = response.json()["access_token"]',
    "password = None",
    'TOKEN_KEY = "access_token"',
    'secret_name = "db-creds"',
    'cache_key = "user:profile:v1"',
    "connect(password=password, retries=5)",
    'password: "Password must be at least 8 characters"',
    "password: User's password",
    'verdict: Literal["pass", "fail"]',
    '"keywords": ["a", "b"]',
    "/run/secrets/password",
    "sha512-aB3dE6gH9kL2mN5pQ8aB3dE6gH9kL2mN5pQ8aB3dE6gH9kL2mN5pQ8==",
    "commit 9f63d85ec5574d6c107282c76dc9af125447000b",
    "src/app/components/UserProfile2Serializer.py",
    'model = os.getenv("MODEL", "claude-3-opus-20240229")',
    'url = os.getenv("REDIS_URL", "redis://localhost:6379/0")',
]


@pytest.mark.parametrize(("text", "secret"), HOLDS)
def test_secrets_are_found_by_name_and_by_shape(text: str, secret: str | None) -> None:
    found = [text[start:end] for start, end in secret_spans(text)]
    assert found
    assert secret is None or found == [secret]


@pytest.mark.parametrize("text", HOLDS_NONE)
def test_placeholders_look_ups_and_ordinary_names_stay(text: str) -> None:
    assert [text[start:end] for start, end in secret_spans(text)] == []


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("DB_PASSWORD", True), ("dbpassword", True), ("jwtSecret", True), ("api-key", True), ("PROD_API_KEY_2", True), ("passphrase", True),
        ("token_count", False), ("compass", False), ("monkey", False), ("primary_key", False),
        ("password_reset_url", False), ("author", False),
    ],
)  # fmt: skip
def test_names_of_secrets(name: str, secret: bool) -> None:
    assert is_secret_name(name) is secret


def test_what_is_bare_in_a_file_of_settings_is_a_text() -> None:
    assert not secret_spans("password: letmein\n")
    assert secret_spans("password: letmein\n", plain=True)


@pytest.mark.parametrize(
    "run", ["password=", '"password" ', "password: a|", "a" * 7, "key(", "'", "://a:", "-----BEGIN PRIVATE KEY-----", "token \n"]
)
def test_the_search_is_linear(run: str) -> None:
    """By the work counted, not by the clock: twice the text, about twice the function calls."""
    import cProfile

    def calls(times: int) -> int:
        profile = cProfile.Profile()
        profile.runcall(secret_spans, run * times)
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(400) < 2.5 * calls(200) + 500
