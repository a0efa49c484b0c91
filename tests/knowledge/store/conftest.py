import pytest

from knowledge.store import open_store
from tests.knowledge.store.databases import KINDS, database


@pytest.fixture(params=KINDS)
async def url(request, tmp_path):
    async with database(request.param, tmp_path) as found:
        yield found


@pytest.fixture(params=[kind for kind in KINDS if kind != "memory"])
async def lasting_url(request, tmp_path):
    """Of a database that outlives its store."""
    async with database(request.param, tmp_path) as found:
        yield found


@pytest.fixture
async def store(url):
    """A store that keeps texts."""
    async with await open_store(url, keep_texts=True) as found:
        yield found


@pytest.fixture
async def silent_store(url):
    """A store that keeps none, which is what an operator gets."""
    async with await open_store(url) as found:
        yield found
