"""Write docs/cli.md from the commands themselves, so that it cannot say anything else than they do."""

from pathlib import Path

import click

from mapview.cli import commands

OUT = Path(__file__).parents[1] / "docs" / "cli.md"

INTRODUCTION = """\
# The command line

Written by `make cli-docs` from the commands; a test compares.

A PROJECT is a folder of TOML or a `.mapview` file (`docs/format.md`). Dates are EDTF. `--json` prints one JSON document
on standard output and nothing else. Errors are one sentence on standard error. Exit status: 0 done, 1 a check failed, 2
bad input. `mapview` with a PROJECT, or with nothing, opens the window: with nothing on the last project, else the first
timeline.
"""

SHAPES = """\
## JSON

```
claims:    {"at", "known", "places": [{"id", "names": {"en","ar"}, "kind", "lat", "lon", "status",
             "topics": {topic: status}, "claims": [{"id","topic","value","statement": {"en","ar"},"when","earliest",
               "latest","source": {"id","title","publisher","published","known_from","url"},"utterance",
               "attributed_to","modality","certainty","anchor": {"start","end","sha256","cue"},
               "conflicts_with": [ids]}]}]}
conflicts: {"conflicts": [{"place","topic","claims": [ids],"kind": "derived"|"asserted","reason"}]}
geocode:   [{"query", "matches": [{"id","name","names","kind","lat","lon","country","score"}]}]
reverse:   the same, with the point as the one query
suggest:   {"id", "language", "places": [{"start","end","text","place": {"id","name","lat","lon"}|null,"score",
             "candidates": [{"id","name","lat","lon","score"}]}], "dates": [{"start","end","text","edtf","earliest",
             "latest"}], "claims": [{"start","end","place","when","topic"|null,"modality"|null,"value"|null}]};
           a list of these for several files; offsets are code points of the text
check:     {"problems": [{"file","line","message"}], "remarks": [{"kind","id","message"}], "claims": count,
            "anchors": [{"claim","source","detail",
              "verdict": "verified"|"moved"|"changed"|"lost"|"not available"}], "unread": [{"file","message"}]}
import:    {"imported": [{"file","source","became": "source"|"original"|"adopted","sha256","title","publisher",
             "published","url","language","repeats": [{"source","share","covered"}],
             "original_of": {"source","anchors": {verdict: count}}|null}],
            "duplicates": [{"file","source","sha256"}], "left_out": [{"file","row": null,"reason"}, or of a table
              {"file","row","column","reason","cells","candidates": [{"id","name","kind","lat","lon","country"}]}],
            "tables": [{"file","table","sha256","added","updated","unchanged","places": [ids],"sources": [ids],
              "gone": [ids],"left_out": count}]}
edit:      {"put": [ids]}
doctor:    {"missing": [{"what","remedy"}]}
```

A state or a text is a string, a date an EDTF string, a quantity `{"min","max","unit","approximate"}` with open ends
null. `earliest`, `latest` and `known_from` are ISO days, null where open; an unknown publisher or date is null.
`places` lists only places with claims, `conflicts_with` only claims that are shown. `lat` and `lon` are WGS 84 degrees.
"""


def document() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION]
    for name, command in commands.commands.items():
        if not command.hidden:
            context = click.Context(
                command, info_name=f"mapview {name}", terminal_width=100, **commands.context_settings
            )
            parts.append(f"## `mapview {name}`\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join([*parts, SHAPES])


if __name__ == "__main__":
    OUT.write_text(document(), encoding="utf-8")
