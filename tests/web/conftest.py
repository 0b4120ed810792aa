"""One browser for all tests of a module, and downloads from it."""

import pytest
from tests.helpers.pages import browser


@pytest.fixture(scope="module")
def driver():
    with browser() as found:
        yield found


@pytest.fixture
def downloads(driver, tmp_path):
    """Where the browser saves files from now on."""
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    return tmp_path
