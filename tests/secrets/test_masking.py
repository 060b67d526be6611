"""The law: no secret survives, in whatever form and wherever it is cut."""

from __future__ import annotations

import base64
import json
import shlex
from html import escape
from urllib.parse import quote, quote_plus

from hypothesis import example, given
from hypothesis import strategies as st

from proofbook.masking import SHORTEST, Mask
from proofbook.model.results import Reading

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=SHORTEST, max_size=60)
AROUND = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)

FORMS = {
    "raw": lambda text: text,
    "url": quote,
    "url, all": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "json": lambda text: json.dumps(text)[1:-1],
    "json, unicode": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "html": escape,
    "json in json": lambda text: json.dumps(json.dumps(text))[3:-3],
    "python": lambda text: repr(text)[1:-1],
    "python, other quotes": lambda text: repr(text + "'\"")[1:-4],
    "python, bytes": lambda text: repr(text.encode())[2:-1],
    "python, ascii": lambda text: ascii(text)[1:-1],
    "shell": lambda text: shlex.quote(text + " ")[1:-2],
    "shell, other way": lambda text: text.replace("'", "'\\''"),
    "shell, octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "javascript": lambda text: "".join(f"\\u{{{ord(character):x}}}" for character in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64, for urls": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
}

WITHIN = {
    "json": FORMS["json"],
    "bytes": FORMS["python, bytes"],
    "html": lambda text: "".join(f"&#{ord(one)};" for one in text),
}


def masking(secret: str) -> Mask:
    mask = Mask()
    mask.add("TOKEN", secret)
    return mask


@given(SECRETS, AROUND, AROUND, st.sampled_from(sorted(FORMS)))
def test_no_form_survives(secret: str, before: str, after: str, form: str) -> None:
    """Whatever stands around it; and the mark shows that something was there."""
    written = FORMS[form](secret)
    written = written.rstrip("=") if form.startswith("base64") else written
    said = masking(secret).text(f"{before} {written} {after}")
    assert (written in said.replace("⟨secret TOKEN⟩", ""), "⟨secret TOKEN⟩" in said) == (False, True)


@given(
    SECRETS,
    st.lists(
        st.sampled_from(["raw", "url, all", "json", "html", "python", "python, bytes", "shell", "javascript"]),
        min_size=60,
        max_size=60,
    ),
)
@example("000000\\u", ["raw"] * 7 + ["javascript"])
@example("000000\\'", ["raw"] * 6 + ["json", "shell"])
@example("000\\\\\\%", ["raw"] * 3 + ["json", "url, all", "url, all", "raw"])
@example("0000\\\\&", ["raw"] * 5 + ["json", "html"])
def test_any_mix_of_escapes(secret: str, ways: list[str]) -> None:
    """Programs disagree on which characters to escape."""
    written = "".join(FORMS[way](character) for character, way in zip(secret, ways, strict=False))
    assert masking(secret).text(f"a {written} b") == "a ⟨secret TOKEN⟩ b"


@given(SECRETS, st.binary(max_size=9), st.binary(max_size=9))
def test_inside_other_base64(secret: str, before: bytes, after: bytes) -> None:
    """As in `Authorization: Basic`, where a name stands before the password."""
    whole = base64.b64encode(before + secret.encode() + after).decode()
    said = masking(secret).text(whole)
    kept = said.replace("⟨secret TOKEN⟩", "").rstrip("=")
    assert len(kept) <= len(whole) - len(secret.encode()) * 8 // 6 + 2


@given(SECRETS, AROUND, st.integers(SHORTEST, 60))
def test_cut_off(secret: str, before: str, length: int) -> None:
    """A limit on output knows nothing of secrets."""
    said = masking(secret).text(before + " " + secret[:length])
    assert not said.endswith(secret[:length])


@given(SECRETS.filter(lambda secret: not secret.isascii()), st.sampled_from(sorted(WITHIN)), st.integers(0, 400))
@example("}'%+%\\&n\u0101", "html", 5)
@example("x5\\\\#\\c\\\u00e9", "json", 0)
@example("00;a;\\\\&n\u0101", "html", 10)
def test_cut_off_within_an_escape(secret: str, form: str, at: int) -> None:
    """Wherever that is, from the shortest part that is known on."""
    units = [WITHIN[form](character) for character in secret]
    written = "".join(units)
    shortest = len("".join(units[:SHORTEST]))
    said = masking(secret).text(f"x {written[: shortest + at % (len(written) - shortest + 1)]}")
    assert said.startswith("x ⟨secret TOKEN⟩")


@given(SECRETS)
def test_in_data(secret: str) -> None:
    """In keys, values, lists and records."""
    mask = masking(secret)
    data = {"a": [f"x{secret}", {secret: 1}], "b": (secret, 2.5, None, True)}
    assert secret not in str(mask.value(data)).replace("⟨secret TOKEN⟩", "")
    record = Reading(title=f"of {secret}", value=[secret], unit="")
    assert mask.record(record).value == ["⟨secret TOKEN⟩"]


def test_lines_of_a_key() -> None:
    """A key of many lines is printed line by line."""
    mask = masking("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcw\nx=\n-----END KEY-----")
    assert mask.text("  MIIEvQIBADANBgkqhkiG9w0B") == "  ⟨secret TOKEN⟩"
    assert mask.text("x=") == "x="


def test_the_longest_first() -> None:
    """One secret inside another leaves nothing of either."""
    mask = masking("swordfish")
    mask.add("LONG", "swordfish-and-more")
    assert mask.text("swordfish-and-more, swordfish") == "⟨secret LONG⟩, ⟨secret TOKEN⟩"


def test_nothing_to_mask() -> None:
    """Without secrets everything stays what it was, the same object."""
    record = Reading(title="a", value=1)
    assert (Mask().text("a"), Mask().value({"a": (1,)}), Mask().record(record) is record) == ("a", {"a": (1,)}, True)
