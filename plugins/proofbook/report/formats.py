"""Every form that the report of a run can be written in."""

from __future__ import annotations

from collections.abc import Callable

from proofbook.gate import Gate
from proofbook.model.results import Report
from proofbook.report.github import report_github
from proofbook.report.junit import report_junit
from proofbook.report.markdown import report_comment, report_summary
from proofbook.report.prometheus import report_prometheus
from proofbook.report.results_json import report_json
from proofbook.report.sarif import report_sarif
from proofbook.report.text import report_text

#: None of them computes a verdict: they say what the report and its gate hold.
REPORTERS: dict[str, Callable[[Report, Gate], str]] = {
    "text": report_text,
    "json": report_json,
    "junit": report_junit,
    "sarif": report_sarif,
    "github": report_github,
    "summary": report_summary,
    "markdown": report_comment,
    "prometheus": report_prometheus,
}
