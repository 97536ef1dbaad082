"""The files of `plan` for people: report.json, report.html, manifests.html, and the terminal summary.

facts     events -> what holds: trips in force, live decisions, the newest certificate
loads     what each trip carries on each segment, against what it offers
rules     the rules a plan was made under, a line each; aboard: what people must know of a parcel besides its size
summary   report.json
network   places and the links between them; layout and drawing make the picture of it
html      report.html        manifests   manifests.html        terminal   the summary of `demo` and `plan`
"""
