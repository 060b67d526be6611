"""Commands as an operator can paste them."""

import shlex
import subprocess

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.pages.commands import fence, prose, shell, shell_name

SHELL = {
    ("make", "deploy"): "make deploy",
    ("echo", "a b", "it's", ""): """echo 'a b' 'it'"'"'s' ''""",
    ("echo", "${{ inputs.release }}"): 'echo "${release}"',
    ("echo", "v${{inputs.release}}-x y"): """echo v"${release}"'-x y'""",
    ("echo", "${{ env.base.url }}/${{ vars.a-b }}"): 'echo "${base_url}"/"${a_b}"',
    ("echo", "$HOME", "${x}"): "echo '$HOME' '${x}'",
}

NAMES = {"release": "release", "a-b": "a_b", "base.url": "base_url", "größe": "gr__e", "2nd": "_2nd", "_x": "_x"}

PROSE = {
    "Deploy ${{ inputs.release }} now.": "Deploy `$release` now.",
    "Run `deploy ${{ inputs.release }}`.": "Run `deploy ${release}`.",
    "Run ``a ` ${{ vars.x }}`` or ${{ vars.y }}.": "Run ``a ` ${x}`` or `$y`.",
    "A ` alone, then ${{ vars.x }}": "A ` alone, then `$x`",
    "A ` alone.\n\nThen ` and ${{ vars.x }}": "A ` alone.\n\nThen ` and `$x`",
    "```sh\necho ${{ vars.x }}\n\necho ${{ vars.y }}\n```\n${{ vars.z }}": "```sh\necho ${x}\n\necho ${y}\n```\n`$z`",
    "~~~\n`${{ vars.x }}\n~~~\n${{ vars.z }}": "~~~\n`${x}\n~~~\n`$z`",
    "No reference.": "No reference.",
    "${{ 1 }} ${ vars.x }": "${{ 1 }} ${ vars.x }",
}


@pytest.mark.parametrize("command", SHELL, ids=repr)
def test_a_command_is_quoted_for_the_shell(command: tuple[str, ...]) -> None:
    """A command is written so that it can be pasted, with references as quoted shell variables."""
    assert SHELL[command] == shell(command)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
    lambda text: "${{" not in text
)


@given(st.lists(TEXTS, min_size=1))
def test_a_shell_reads_back_the_arguments(arguments: list[str]) -> None:
    """Whatever stands in an argument list without references, a shell reads back the same arguments."""
    assert arguments == shlex.split(shell(tuple(arguments)))


def test_a_real_shell_fills_in_the_variables() -> None:
    """Pasted into a shell that has set the inputs, a command gets their values whole, spaces and signs included."""
    line = shell(("printf", "<%s>", "v${{ inputs.release-name }}!", "${{ inputs.2nd }}", "a; $(b)"))
    environ = {"release_name": "4 $x", "_2nd": "*"}
    done = subprocess.run(["sh", "-c", line], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout == "<v4 $x!><*><a; $(b)>"


@pytest.mark.parametrize("name", NAMES)
def test_an_input_has_a_name_that_shells_take(name: str) -> None:
    """The shell variable of an input has letters, figures and underscores only and does not begin with a figure."""
    assert NAMES[name] == shell_name(name)


@pytest.mark.parametrize("text", PROSE)
def test_instructions_name_the_variables_that_the_commands_use(text: str) -> None:
    """In instructions a reference is shown as the shell variable, as code, inside code as well as outside."""
    assert PROSE[text] == prose(text)


FENCED = ["plain", "```\ninside\n```", "a ` b", "````", "", "~~~\n~~~", "</code></pre><b>"]


@pytest.mark.parametrize("text", FENCED)
def test_nothing_inside_a_block_of_code_can_close_it(text: str) -> None:
    """A block of code shows any text whole, fences inside it included."""
    page = markdown.markdown(fence(text), extensions=["fenced_code"])
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    assert page == f'<pre><code class="language-sh">{escaped}\n</code></pre>'


def test_a_block_of_code_names_its_language() -> None:
    """A block of code is of the shell's language unless another is named."""
    assert ["```sh\na\n```", "````json\n```\n````"] == [fence("a"), fence("```", "json")]
