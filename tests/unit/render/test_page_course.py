"""What playing skips in a page, against the window: the next day that shows a claim by mode, known time and filter."""

import base64
import json
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.projects import FIRST_DAY, LAST_DAY, known_times, projects
from tests.helpers.varied_projects import filters

from mapview.config import resource_path
from mapview.domain.clocks import Clocks
from mapview.domain.course import Course
from mapview.domain.dates import Span
from mapview.domain.filters import Filter
from mapview.domain.model import Project
from mapview.domain.timeline import Timeline
from mapview.render.map_data import columns_blob, packed

RUN = """
const { Course } = require(process.argv[1]);
const { readColumns } = require(process.argv[2]);
const { descriptors, columns, span, asked } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const course = new Course(readColumns(descriptors, Uint8Array.from(Buffer.from(columns, "base64")).buffer), span);
const found = asked.map(({ day, passing, ...view }) =>
  course.nextFilled(day, { ...view, passing: passing && Buffer.from(passing, "base64") }));
process.stdout.write(JSON.stringify(found));
"""
#: Mode, first day, length, and known time.
event = st.tuples(
    st.sampled_from(["instant", "range", "cumulative"]),
    st.integers(FIRST_DAY, LAST_DAY),
    st.integers(0, 12),
    st.one_of(known_times, st.just("locked")),
)


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed; tests/web plays in Chromium")
    return found


@settings(max_examples=100)
@given(
    project=projects(most_claims=8), wanted=st.one_of(st.none(), filters), moves=st.lists(event, min_size=1, max_size=9)
)
def test_the_next_day_with_a_claim_is_that_of_the_window(
    node: str, project: Project, wanted: Filter | None, moves: list
) -> None:
    timeline = Timeline.of(project)
    if timeline.span is None:
        return
    narrowed = None if wanted is None else timeline.facets.narrowed(wanted)
    passing = None if narrowed is None else base64.b64encode(packed(narrowed.mask)).decode()
    asked, expected = [], []
    for mode, first, length, known in moves:
        last = first if mode == "instant" else first + length
        expected.append(Course(timeline, known, narrowed).next_filled(1, Clocks(Span(first, last), mode, known)))
        asked.append(
            {
                "day": last,
                "longer": last - first,
                "since": first if mode == "cumulative" else None,
                "known": None if known == "locked" else known,
                "isLocked": known == "locked",
                "passing": passing,
            }
        )
    descriptors, block = columns_blob(timeline)
    request = {
        "descriptors": descriptors,
        "columns": base64.b64encode(block).decode(),
        "span": timeline.span,
        "asked": asked,
    }
    scripts = [str(resource_path(f"resources/map/{name}.js")) for name in ("course", "engine")]
    done = subprocess.run(
        [node, "-e", RUN, *scripts], input=json.dumps(request), capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == expected
