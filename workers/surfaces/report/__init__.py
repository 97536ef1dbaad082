"""The files of `plan` for people: report.json, report.html, manifests.html, and the terminal summary.

facts     events -> what holds: trips in force, live decisions, the newest certificate
loads     what each trip carries on each segment, against what it offers
summary   report.json
network   places and the links between them; layout and drawing make the picture of it
html      report.html        manifests   manifests.html        terminal   the summary of `demo` and `plan`
"""

from workers.surfaces.report.html import write_report_html
from workers.surfaces.report.manifests import write_manifests_html
from workers.surfaces.report.summary import build_report, write_report_json
from workers.surfaces.report.terminal import print_summary

__all__ = ["build_report", "print_summary", "write_manifests_html", "write_report_html", "write_report_json"]
