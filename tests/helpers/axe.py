"""axe-core, which npm fetches once into a cache in the user's folder: what hinders people who cannot see or point."""

import json
import shutil
import subprocess

import pytest
from platformdirs import user_cache_path
from selenium import webdriver

_PACKAGE = "axe-core@4.10.3"


def axe_script() -> str:
    """Return axe-core's script; the test is skipped where npm cannot fetch it."""
    folder = user_cache_path("mapview-tests")
    script = folder / "node_modules/axe-core/axe.min.js"
    npm = shutil.which("npm")
    if not script.exists():
        if npm is None:
            pytest.skip("npm, which fetches axe-core, is not installed")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), _PACKAGE]
        fetched = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        if not script.exists():
            pytest.skip(f"npm could not fetch {_PACKAGE}: {fetched.stderr.strip()[:200]}")
    return script.read_text(encoding="utf-8")


def hindrances(driver: webdriver.Chrome) -> list[str]:
    """Return what axe-core finds serious or critical on the page that a browser shows, with where it stands."""
    driver.execute_script(axe_script())
    said = driver.execute_async_script(
        """
        const done = arguments[0];
        axe.run(document, { resultTypes: ["violations"] }).then((found) => done(JSON.stringify(found.violations)));
        """
    )
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in json.loads(said)
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
