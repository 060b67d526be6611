"""Alerts of Prometheus and where their links lead, in a site of one's own."""

import asyncio
from pathlib import Path
from textwrap import dedent

import pytest

from proofbook.check_types import alerts
from proofbook.errors import CouldNotLook, TargetFault
from proofbook.load import load
from proofbook.model.home import Home
from proofbook.model.settings import Alerts, Allow, Settings
from proofbook.run.world import Outside
from tests.sites import Site

RUNBOOK = """
    kind: runbook
    id: checkout-is-slow
    title: Checkout is slow
    aliases: [slow-checkout]
    alerts: [CheckoutSlow]
    steps: [{id: look, title: Look, instructions: Look.}]
"""


def rules(*alerts: str) -> str:
    """A plain rule file; each alert is `Name link` or `Name`."""
    made = []
    for one in alerts:
        name, _, link = one.partition(" ")
        made.append(
            f"- alert: {name}\n  expr: up == 0\n" + (f"  annotations: {{runbook_url: '{link}'}}\n" if link else "")
        )
    return "groups:\n- name: shop\n  rules:\n" + "".join(f"  {line}\n" for one in made for line in one.splitlines())


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with two pages and a runbook."""
    made = Site(tmp_path).settings().write(checkout=RUNBOOK)
    made.file("docs/guide/Disk Full.md", "# Disk full\n\n## Free some space\n")
    made.file("docs/oncall/index.md", '# On call\n\n<a name="start"></a>\n')
    return made


def look(site: Site, text: str = "", url: str = "https://docs.example.org/shop/", **params: object) -> dict:
    """The facts of a site whose one rule file says `text`."""
    if text:
        site.file("rules/shop.yml", text)
    library = load(site.root, Settings()).library
    world = Outside(site.root, Allow(), home=Home(library=library, url=url, alerts=Alerts(rules=("rules/**",))))
    return dict(asyncio.run(alerts.observe(alerts.SCHEMA(**params), world)))


LINKS = {
    "https://docs.example.org/shop/runbooks/checkout-is-slow/": "resolves",
    "HTTPS://DOCS.example.org/shop/runbooks/checkout-is-slow": "resolves",
    "https://docs.example.org/shop/runbooks/checkout-is-slow/index.html#look": "resolves",
    "https://docs.example.org/shop/runbooks/checkout-is-slow/?from=pager": "resolves",
    "https://docs.example.org/shop/alerts/CheckoutSlow/": "resolves",
    "https://docs.example.org/shop/r/slow-checkout/": "resolves",
    "https://docs.example.org/shop/guide/Disk%20Full/": "resolves",
    "https://docs.example.org/shop/guide/Disk Full/#free-some-space": "resolves",
    "https://docs.example.org/shop/oncall/#start": "resolves",
    "https://docs.example.org/shop": "resolves",
    "https://docs.example.org/shop/proof/": "resolves",
    "https://docs.example.org/shop/proofbook/results.json": "resolves",
    "docs/guide/Disk Full.md": "resolves",
    "guide/Disk Full.md#free-some-space": "resolves",
    "/runbooks/checkout-is-slow/": "resolves",
    "mkdocs.yml": "resolves",
    "https://docs.example.org/shop/guide/disk-full/": "broken",
    "https://docs.example.org/shop/guide/disk full/": "broken",
    "https://docs.example.org/shop/guide/Disk Full.html": "broken",
    "https://docs.example.org/shop/alerts/checkoutslow/": "broken",
    "https://docs.example.org/shop/guide/Disk Full/#no-such-heading": "broken",
    "https://docs.example.org/shop/runbooks/slow-checkout/": "broken",
    "docs/guide/nothing.md": "broken",
    "../outside.md": "broken",
    "docs": "broken",
    "": "missing",
    "   ": "missing",
    "https://docs.example.org/shop/{{ $labels.job }}/": "templated",
    "<%= url %>": "templated",
    "https://docs.example.org/shopping/": "external",
    "https://wiki.example.org/checkout": "external",
    "//wiki.example.org/checkout": "external",
    "mailto:oncall@example.org": "external",
}


def test_where_links_lead(site: Site) -> None:
    """Addresses of this site are followed to a page, a heading, an alias or a file; case and endings do not matter."""
    (site.root.parent / "outside.md").write_text("# Outside\n")
    facts = look(site, rules(*(f"Alert{at} {link}" for at, link in enumerate(LINKS))))
    found = {
        link: next(name for name in alerts.VERDICTS if f"Alert{at}" in facts[f"{name}_names"])
        for at, link in enumerate(LINKS)
    }
    assert LINKS == found
    assert {name: len(facts[f"{name}_names"]) for name in alerts.VERDICTS} == {
        name: facts[name] for name in alerts.VERDICTS
    }


def test_addresses_have_the_case_that_they_have(site: Site) -> None:
    """As most servers do, unless one says that this site's does not."""
    text = rules(
        "A https://docs.example.org/shop/Alerts/checkoutslow/", "B https://docs.example.org/shop/guide/disk full"
    )
    assert look(site, text)["broken_names"] == ["A", "B"]
    assert look(site, text, ignore_case=True)["resolves_names"] == ["A", "B"]


def test_pages_that_are_files(site: Site) -> None:
    """Without `use_directory_urls`, addresses of pages end in `.html`."""
    site.settings(alerts="{rules: ['rules/*.yml']}").write(operations=CHECK)
    config = (site.root / "mkdocs.yml").read_text()
    site.file("mkdocs.yml", f"site_url: https://docs.example.org/\nuse_directory_urls: false\n{config}")
    site.file("rules/shop.yml", rules("CheckoutSlow https://docs.example.org/guide/Disk Full.html"))
    assert site.proofbook("run").code == 0


def test_findings_say_where(site: Site) -> None:
    """What is broken or missing is told with file and line; an alert that a runbook names has an answer all the same."""
    facts = look(site, rules("CheckoutSlow", "DiskFull docs/nothing.md", "Other https://wiki.example.org/"))
    assert facts["findings"] == [
        "rules/shop.yml:4: CheckoutSlow: no link to a runbook",
        "rules/shop.yml:6: DiskFull: nothing here stands at docs/nothing.md",
    ]
    assert facts["unanswered_names"] == ["DiskFull", "Other"]


CRD = """
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: shop}
    spec:
      groups:
      - name: one
        rules: [{alert: First}, {record: a:b, expr: c}]
    ---
    # nothing but a comment
    ---
    null
    ---
    kind: List
    items:
    - kind: PrometheusRule
      spec: {groups: [{name: two, rules: [{alert: Second}]}]}
    - kind: ConfigMap
      data: {groups: nothing}
"""
HELM = """
    {{- if .Values.enabled }}
    groups:
    - name: {{ .Values.group | default "shop" }}
      rules:
      {{- range .Values.alerts }}
      - {{ toYaml . }}
      {{- end }}
      - alert: {{ .Values.prefix }}Down
        annotations:
          summary: '{{`{{ $labels.job }}`}} is down'
          runbook_url: {{ .Values.base }}/down
      - alert: DiskFull
        annotations: {runbook_url: docs/index.md}
    {{- end }}
"""
FLOW = """
    groups:
    - name: shop
      rules:
      - alert: Unquoted
        annotations: {runbook_url: {{ base }}}
      - alert: [not, a, name]
      - not a rule
    - not a group
"""
SHAPES = {
    "several documents and kinds": (CRD, ["First", "Second"], False),
    "a Helm template": (HELM, ["DiskFull", "⟦template⟧Down"], True),
    "a tag that YAML takes for a map": (FLOW, ["Unquoted", "[not, a, name]"], False),
    "a byte order mark": ("\ufeffgroups: [{name: a, rules: [{alert: A}]}]", ["A"], False),
    "Jinja around it": ("{% for x in y %}\ngroups: [{name: a, rules: [{alert: A}]}]\n{% endfor %}\n", ["A"], True),
    "an alias of rules": ("a: &r [{alert: A}]\ngroups: [{rules: *r}, {rules: *r}]", ["A"], False),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_rule_files_of_all_shapes(site: Site, shape: str) -> None:
    """Alerts are found wherever real rule files hold them; tags of templates are taken out where nothing else helps."""
    text, names, untagged = SHAPES[shape]
    facts = look(site, dedent(text))
    found = sorted({name for verdict in alerts.VERDICTS for name in facts[f"{verdict}_names"]})
    assert (names, ["rules/shop.yml"] * untagged) == (found, facts["templates"])


def test_a_link_in_a_template_cannot_be_decided(site: Site) -> None:
    """What a tag stood in is still to be filled in."""
    assert look(site, dedent(HELM))["templated_names"] == ["⟦template⟧Down"]
    assert look(site, dedent(FLOW))["templated_names"] == ["Unquoted"]


FAULTS = {
    "groups: [": "rules/shop.yml:2:1: not valid YAML: did not find expected node content; check indentation",
    "groups: {{ }\n  - [": "not valid YAML: ",
    "{{ if }}\ngroups: [": "render the template first",
    "a: \x01": "rules/shop.yml:1:4: a control character, U+0001; remove it",
    "groups:\n- rules: &a [{alert: A}]\n" + "- rules: *a\n" * 50_001: "more than 50000 rules, aliases expanded; split",
    "[" * 5000: "nested deeper than 50 levels; split the file",
    "groups: []": "no alert stands in rules/shop.yml",
    "- 1": "no alert stands in rules/shop.yml",
    "#" * 1_100_000: "the file has more than 1048576 bytes",
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text[:20])
def test_what_cannot_be_read_fails_with_its_place(site: Site, text: str) -> None:
    """A rule file that cannot be read, or rules without any alert, are failures that say where and why."""
    with pytest.raises(TargetFault) as raised:
        look(site, text)
    assert FAULTS[text] in str(raised.value)


def test_many_broken_files_are_not_all_told(site: Site) -> None:
    """Five of them are told, the others counted."""
    for at in range(7):
        site.file(f"rules/{at}.yml", "a: [")
    with pytest.raises(TargetFault, match="and 2 files more"):
        look(site)


def test_patterns_that_match_nothing_are_no_pass(site: Site) -> None:
    """No rule file, no pattern, or one that leads out of the project: never a green mark."""
    with pytest.raises(TargetFault, match=r"no file matches nowhere/\*\.yml"):
        look(site, rules=("nowhere/*.yml",))
    with pytest.raises(CouldNotLook, match="leads out of the project"):
        look(site, rules=("../*",))
    with pytest.raises(CouldNotLook, match="no rule files are named"):
        asyncio.run(alerts.observe(alerts.SCHEMA(), Outside(site.root, Allow())))
    with pytest.raises(CouldNotLook, match="not granted: to read files"):
        asyncio.run(alerts.observe(alerts.SCHEMA(rules=("*",)), Outside(site.root, Allow(files=False))))


def test_annotations_and_labels(site: Site) -> None:
    """The annotation has the name one gives it; some write it as a label; the first there is counts."""
    text = "groups: [{rules: [{alert: A, labels: {runbook: docs/index.md}}, {alert: B, annotations: {wiki: nowhere}}]}]"
    facts = look(site, text, annotations=("wiki", "runbook"))
    assert (facts["resolves_names"], facts["broken_names"]) == (["A"], ["B"])
    assert look(site, text)["missing"] == 2


CHECK = """
    kind: checklist
    id: operations
    title: Operations
    sections:
      - id: alerts
        title: Alerts
        items:
          - id: every-alert-has-a-runbook
            title: Every alert has a runbook
            level: required
            checks: [{alerts: {}, expect: {alerts: {ge: 1}, broken: 0, missing: 0}}]
"""


def test_the_check_in_a_site(site: Site) -> None:
    """Rules, annotation and addresses stand once, in the settings."""
    site.settings(alerts="{rules: ['rules/*.yml'], annotations: [runbook], here: ['https://docs.example.org/']}")
    site.write(operations=CHECK)
    link = "https://docs.example.org/alerts/CheckoutSlow/"
    site.file("rules/shop.yml", rules(f"CheckoutSlow {link}").replace("runbook_url", "runbook"))
    assert site.proofbook("run").code == 0
    site.file(
        "rules/shop.yml", rules("CheckoutSlow https://docs.example.org/nowhere/").replace("runbook_url", "runbook")
    )
    assert site.proofbook("run").code == 1
    assert "broken: expected 0, got 1" in site.result("every-alert-has-a-runbook")["reason"]


def test_the_address_of_the_site_comes_from_mkdocs(site: Site) -> None:
    """Where the settings do not say how addresses here begin, `site_url` does."""
    site.settings(alerts="{rules: ['rules/*.yml']}").write(operations=CHECK)
    config = (site.root / "mkdocs.yml").read_text()
    site.file("mkdocs.yml", f"site_url: https://docs.example.org/\n{config}")
    site.file("rules/shop.yml", rules("CheckoutSlow https://docs.example.org/runbooks/checkout-is-slow/"))
    assert site.proofbook("run").code == 0
    site.file("rules/shop.yml", rules("CheckoutSlow https://docs.example.org/runbooks/checkout/"))
    assert site.proofbook("run").code == 1


def test_an_unknown_alert_is_an_error(site: Site) -> None:
    """Where rule files are named, a runbook answers only alerts that stand in one; case does not matter."""
    site.settings(alerts="{rules: ['rules/*.yml']}").file("rules/shop.yml", rules("CheckoutSlower"))
    done = site.proofbook("validate")
    assert done.code == 2
    assert "runbooks/checkout.yml:6:10: there is no alert `CheckoutSlow` in the rule files" in done.out + done.err
    assert "did you mean `CheckoutSlower`?" in done.out + done.err
    site.file("rules/shop.yml", rules("CHECKOUTSLOW"))
    assert site.proofbook("validate").code == 0
    site.file("rules/shop.yml", rules("Other"))
    assert "nothing would ever lead to this runbook" in site.proofbook("validate").err


@pytest.mark.parametrize(
    ("setting", "text", "told"),
    [
        ("rules/*.yml", "groups: [", "rules/shop.yml:2:1: not valid YAML"),
        ("nowhere/*.yml", "", "mkdocs.yml:7:24: no file matches `nowhere/*.yml`"),
        ("a**", "", "mkdocs.yml:7:24: "),
        ("../*.yml", "", "mkdocs.yml:7:24: element 1 of `rules`"),
    ],
)
def test_rule_files_in_the_settings_can_be_read(site: Site, setting: str, text: str, told: str) -> None:
    """A rule file that is broken, or a pattern that finds none, is an error; nothing is then said of alerts."""
    site.settings(alerts=f"{{rules: ['{setting}']}}").file("rules/shop.yml", text)
    done = site.proofbook("validate")
    assert (done.code, told in done.out + done.err, "there is no alert" in done.out) == (2, True, False), done


def test_templated_names_say_nothing_of_others(site: Site) -> None:
    """Where the name of an alert is still to be filled in, no alert is said to be missing."""
    site.settings(alerts="{rules: ['rules/*.yml']}").file("rules/shop.yml", rules("{{prefix}}Slow"))
    assert site.proofbook("validate").code == 0


def test_runbooks_of_an_alert(site: Site) -> None:
    """The library gives every alert, as it was first written, with the runbooks that answer it."""
    site.write(
        again=RUNBOOK.replace("checkout-is-slow", "b")
        .replace("slow-checkout", "c")
        .replace("CheckoutSlow", "CHECKOUTSLOW, A")
    )
    found = load(site.root, Settings()).library.alerts()
    assert [(name, [one.id for one in some]) for name, some in found.items()] == [
        ("A", ["b"]),
        ("CHECKOUTSLOW", ["b", "checkout-is-slow"]),
    ]
