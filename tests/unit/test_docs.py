import re
import tomllib
from dataclasses import fields
from pathlib import Path

from scripts import write_cli_docs

from mapview.cli import commands
from mapview.domain import model, rules
from mapview.exchange.importing import mapping

ROOT = Path(__file__).parents[2]


def test_the_command_line_page_says_what_the_commands_say() -> None:
    assert write_cli_docs.OUT.read_text("utf-8") == write_cli_docs.document()


def test_every_command_has_an_example() -> None:
    for name, command in commands.commands.items():
        if not command.hidden and name != "doctor":
            assert f"Example: mapview {name} " in (command.help or ""), name


def test_the_format_page_names_every_kind_and_colour() -> None:
    page = (ROOT / "docs" / "format.md").read_text("utf-8")
    for word in (*model.PLACE_KINDS, *model.MODALITIES, *model.CERTAINTIES, *model.VALUE_TYPES, *rules.COLOURS):
        assert word in page, word


def test_the_format_page_names_every_key_of_a_mapping() -> None:
    page = (ROOT / "docs" / "format.md").read_text("utf-8").partition("# The mapping of a table")[2]
    for key in (field.name for field in fields(mapping.TableMapping)):
        assert re.search(rf"^\[?{key}\b", page, re.MULTILINE), key
    for word in (*mapping.ROLES, *mapping.DATE_ORDERS, *mapping.EMPTY_ENDS):
        assert word in page.partition("\n# ")[0], word


def test_every_dependency_has_a_line_of_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert f"`{name}`" in page, name


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
