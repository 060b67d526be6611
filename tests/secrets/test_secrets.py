"""Secrets go where they are granted, nowhere else, and never into anything that is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.run.test_checks import book
from tests.sites import Site

CANARY = "c4n4ry-/+& swordfish"
GRANTED = "{TOKEN: {hosts: [localhost]}}"
ALLOW = "{network: [127.0.0.1, localhost], commands: true, drills: [lab]}"


@pytest.fixture
def echo(httpserver: HTTPServer) -> HTTPServer:
    """A server that says back whatever it hears, and one address that leads to another host."""

    def say(request: Request) -> Response:
        return Response(f"{request.headers}{request.url}{request.data.decode()}")

    away = httpserver.url_for("/echo").replace("localhost", "127.0.0.1")
    httpserver.expect_request("/away").respond_with_data("", 302, {"Location": away})
    httpserver.expect_request("/echo").respond_with_handler(say)
    return httpserver


def http(server: HTTPServer, path: str = "/echo", host: str = "localhost") -> str:
    """A check that sends the secret in a header and expects what will not be."""
    url = server.url_for(path).replace("localhost", host)
    return (
        f"{{id: ask, http: {{url: '{url}?t=${{{{ secrets.TOKEN }}}}', follow_redirects: true, "
        "headers: {Authorization: 'Bearer ${{ secrets.TOKEN }}'}}, expect: {body: nothing, status: 200}}"
    )


def everything(site: Site) -> str:
    """All that was written below the site's folder."""
    return "\n".join(path.read_text(errors="replace") for path in site.root.rglob("*") if path.is_file())


def test_sent_and_masked(site: Site, echo: HTTPServer) -> None:
    """The server hears it; no file, page or line on the terminal does."""
    site.settings(allow=ALLOW, secrets=GRANTED).write(book=book(http(echo)))
    ran = site.proofbook("run", TOKEN=CANARY)
    built = site.mkdocs("build", TOKEN=CANARY)
    heard = [request.headers["Authorization"] for request, _ in echo.log]
    assert (ran.code, built.code, set(heard)) == (1, 1, {f"Bearer {CANARY}"})
    said = ran.out + ran.err + built.out + built.err + everything(site)
    assert [part for part in ("c4n4ry", "swordfish", "YzRuNHJ5") if part in said] == []
    assert "⟨secret TOKEN⟩" in site.result("ask")["reason"]


def test_to_no_other_host(site: Site, echo: HTTPServer) -> None:
    """Neither directly nor by a redirect, though the network may be used."""
    site.settings(allow=ALLOW, secrets=GRANTED)
    for check in (http(echo, host="127.0.0.1"), http(echo, "/away")):
        site.write(book=book(check))
        assert site.proofbook("run", TOKEN=CANARY).code == 3
        assert "TOKEN may not go to 127.0.0.1" in site.result("ask")["reason"]
    assert [request.path for request, _ in echo.log] == ["/away"]


def test_granted_on_the_command_line(site: Site, echo: HTTPServer) -> None:
    """`--secret` grants one for a run, to the hosts of the network if it names none."""
    site.settings(allow="{}").write(book=book(http(echo)))
    assert "there is no `secrets`" not in site.proofbook("validate").err
    assert site.proofbook("run", TOKEN=CANARY).code == 2
    grants = ("--allow", "network=localhost", "--secret", "TOKEN")
    assert site.proofbook("run", *grants, TOKEN=CANARY).code == 1
    assert site.proofbook("run", "--allow", "network=localhost", "--secret", "TOKEN=else", TOKEN=CANARY).code == 3


COMMAND = "{id: say, command: [echo, 'x ${{ secrets.TOKEN }}'], expect: {stdout: nothing}}"


def test_programs(site: Site) -> None:
    """A program gets one only where that is granted; what it prints of it is masked."""
    site.settings(secrets="{TOKEN: {}}").write(book=book(COMMAND))
    assert site.proofbook("run", TOKEN=CANARY).code == 3
    assert "may not go to programs" in site.result("say")["reason"]
    site.settings(secrets="{TOKEN: {commands: true, env: OTHER}}")
    done = site.proofbook("run", OTHER=CANARY)
    assert (done.code, site.result("say")["output"]) == (1, "x ⟨secret TOKEN⟩")
    assert "swordfish" not in done.out + done.err + everything(site)


def test_drill(site: Site) -> None:
    """Actions likewise: command line, output and reason are masked."""
    lab = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\n"
    text = book("{id: a, command: ['true'], expect: {exit_code: 0}}").replace(
        "steps:\n", "drills: [{id: d, environment: lab}]\nsteps:\n"
    )
    act = "    run: {command: [sh, -c, 'echo $1; echo $1 >&2; exit 3', x, '${{ secrets.TOKEN }}']}\n    verify:"
    site.settings(secrets="{TOKEN: {commands: true}}").write(lab=lab, book=text.replace("    verify:", act))
    done = site.proofbook("run", TOKEN=CANARY)
    action = site.results["drills"][0]["steps"][0]["actions"][0]
    assert (done.code, action["command"][-1], action["reason"]) == (1, "⟨secret TOKEN⟩", "exit code 3: ⟨secret TOKEN⟩")
    assert "swordfish" not in done.out + done.err + everything(site)
    site.settings(secrets="{TOKEN: {}}").proofbook("run", TOKEN=CANARY)
    assert "may not go to programs" in site.results["drills"][0]["steps"][0]["reason"]


def test_from_a_file(site: Site, tmp_path: Path) -> None:
    """A secret may lie in a file; its last line end is none of it."""
    (tmp_path / "token").write_text(f"{CANARY}\n")
    site.settings(secrets=f"{{TOKEN: {{commands: true, file: '{tmp_path}/token'}}}}").write(book=book(COMMAND))
    site.proofbook("run")
    assert site.result("say")["output"] == "x ⟨secret TOKEN⟩"


@pytest.mark.parametrize(
    ("grant", "environ", "said"),
    [
        ("{commands: true}", {}, "the secret TOKEN is empty: set the environment variable TOKEN"),
        ("{commands: true}", {"TOKEN": "abc"}, "has fewer than 6 characters: it could not be masked"),
        ("{commands: true, file: nowhere}", {}, "the secret TOKEN cannot be read from nowhere"),
    ],
)
def test_not_there(site: Site, grant: str, environ: dict[str, str], said: str) -> None:
    """A secret that cannot be had is our fault, not the target's."""
    site.settings(secrets=f"{{TOKEN: {grant}}}").write(book=book(COMMAND))
    assert site.proofbook("run", **environ).code == 3
    assert said in site.result("say")["reason"]


BAD = [
    ("command: [a, '${{ secrets.TOKNE }}'], expect: {stdout: a}", "did you mean `TOKEN`?"),
    ("command: [a], expect: {stdout: '${{ secrets.TOKEN }}'}", "${{ secrets.TOKEN }} has no place here"),
]


@pytest.mark.parametrize(("check", "said"), BAD)
def test_bad(site: Site, check: str, said: str) -> None:
    """Unknown secrets, and secrets where they would be published."""
    site.settings(secrets="{TOKEN: {}}").write(book=book(f"{{{check}}}"))
    done = site.proofbook("validate")
    assert (done.code, said in done.err) == (2, True), done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--allow", "netwrok=a"], "--allow netwrok=a: did you mean `network`?"),
        (["--allow", "zzz"], "--allow zzz: there are files, network, commands"),
        (["--allow", "commands=yes"], "--allow commands=yes: `commands` takes no value"),
        (["--allow", "network"], "--allow network: say which, as in --allow network=NAME"),
        (["--secret", "A B"], "--secret A B: expected NAME or NAME=HOST"),
    ],
)
def test_bad_grants(site: Site, arguments: list[str], said: str) -> None:
    """A grant that means nothing is not passed over."""
    done = site.write(book=book(COMMAND.replace("${{ secrets.TOKEN }}", "x"))).proofbook("plan", *arguments)
    assert (done.code, said in done.err) == (2, True), done.err


def test_plan_with_grants(site: Site) -> None:
    """`plan` shows what a grant would change."""
    site.settings(allow="{}").write(book=book(COMMAND.replace("${{ secrets.TOKEN }}", "x")))
    assert "not granted" in site.proofbook("plan").out
    assert "not granted" not in site.proofbook("plan", "--allow", "commands").out
